/** Clients of the state service: single requests and bulk writes with typed or tree documents. */
@NullMarked
package dev.gantry.client;

import org.jspecify.annotations.NullMarked;
