/** Digests by which documents, keys and names are told apart. */
@NullMarked
package dev.gantry.api.digest;

import org.jspecify.annotations.NullMarked;
