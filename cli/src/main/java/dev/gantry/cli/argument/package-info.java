/**
 * What the words of a command line may be. Each converter says what it expects and what it found;
 * the command then answers with its usage line and exit code 2.
 */
@NullMarked
package dev.gantry.cli.argument;

import org.jspecify.annotations.NullMarked;
