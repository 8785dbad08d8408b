/**
 * What hangs below an object or has no object at all: scale, binding, eviction, tokens, access
 * reviews. Each reads the object, and those that write do it through the write pipeline.
 */
@NullMarked
package dev.gantry.state.request.subresource;

import org.jspecify.annotations.NullMarked;
