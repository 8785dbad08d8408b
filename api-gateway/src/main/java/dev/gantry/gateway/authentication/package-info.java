/** Who sends a request. Nobody anonymous gets further than health and version. */
@NullMarked
package dev.gantry.gateway.authentication;

import org.jspecify.annotations.NullMarked;
