/**
 * Tables as {@code kubectl get} prints them: one printer per kind, pure functions from a document
 * and the time to cells.
 */
@NullMarked
package dev.gantry.state.table;

import org.jspecify.annotations.NullMarked;
