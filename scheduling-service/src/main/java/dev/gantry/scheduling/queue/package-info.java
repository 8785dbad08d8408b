/**
 * Pods that wait for a node: those to try now, those that wait a little, those that wait for a
 * change.
 */
@NullMarked
package dev.gantry.scheduling.queue;

import org.jspecify.annotations.NullMarked;
