/**
 * The cluster of one data directory as seen from outside: its files, its processes, starting and
 * stopping them.
 */
@NullMarked
package dev.gantry.cli.cluster;

import org.jspecify.annotations.NullMarked;
