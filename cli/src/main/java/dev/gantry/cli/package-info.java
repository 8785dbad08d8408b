/**
 * The gantry command behind the script: one class per subcommand, each parses, calls one of the
 * packages below and prints.
 */
@NullMarked
package dev.gantry.cli;

import org.jspecify.annotations.NullMarked;
