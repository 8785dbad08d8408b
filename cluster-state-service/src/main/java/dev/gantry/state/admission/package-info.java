/**
 * What a document must pass before it is stored: defaults, the strategy of its kind, admission
 * plugins, validation. One class per kind; every problem is told at once.
 */
@NullMarked
package dev.gantry.state.admission;

import org.jspecify.annotations.NullMarked;
