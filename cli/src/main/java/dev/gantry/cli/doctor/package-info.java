/**
 * What this machine has and lacks. One class reads the machine; what follows from it is pure and
 * stands in a table.
 */
@NullMarked
package dev.gantry.cli.doctor;

import org.jspecify.annotations.NullMarked;
