/**
 * What controllers know about pods in general: which count, which go first, how one is made.
 *
 * <p>All but {@code PodWrites} is pure; that writes pods in bulk and records events.
 */
@NullMarked
package dev.gantry.reconciler.pods;

import org.jspecify.annotations.NullMarked;
