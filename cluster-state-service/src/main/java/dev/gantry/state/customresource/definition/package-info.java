/**
 * The life of CustomResourceDefinitions themselves: what one may say, whether its names are
 * accepted, and how it ends together with its objects. Reads the watch cache; writes through the
 * door.
 */
@NullMarked
package dev.gantry.state.customresource.definition;

import org.jspecify.annotations.NullMarked;
