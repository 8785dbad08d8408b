/** Schemas of custom resources by tables. */
@NullMarked
package dev.gantry.state.customresource.schema;

import org.jspecify.annotations.NullMarked;
