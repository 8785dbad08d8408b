/**
 * What is served: the types that can be asked for, which version of a kind is stored, and how
 * documents pass from one version to the other. Pure functions over trees.
 */
@NullMarked
package dev.gantry.state.served;

import org.jspecify.annotations.NullMarked;
