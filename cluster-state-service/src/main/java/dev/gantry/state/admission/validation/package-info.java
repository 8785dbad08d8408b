/**
 * The words in which documents are checked: places in a tree, rules of names, labels, selectors and
 * quantities, and the rules of {@code metadata}. Pure.
 */
@NullMarked
package dev.gantry.state.admission.validation;

import org.jspecify.annotations.NullMarked;
