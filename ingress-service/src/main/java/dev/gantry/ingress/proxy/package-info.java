/**
 * Carries requests: the listener, one pool of connections per backend, and what clients see when
 * there is no route or no endpoint.
 */
@NullMarked
package dev.gantry.ingress.proxy;

import org.jspecify.annotations.NullMarked;
