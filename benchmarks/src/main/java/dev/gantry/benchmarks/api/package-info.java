/** Load on the API as any client makes it: through the gateway, by certificate. */
@NullMarked
package dev.gantry.benchmarks.api;

import org.jspecify.annotations.NullMarked;
