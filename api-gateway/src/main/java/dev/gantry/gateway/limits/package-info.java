/** How many requests the gateway handles at once. */
@NullMarked
package dev.gantry.gateway.limits;

import org.jspecify.annotations.NullMarked;
