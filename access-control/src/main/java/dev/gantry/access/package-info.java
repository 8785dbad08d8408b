/**
 * Authorization as a library: who may do what. Used by the state service's door and by the gateway.
 *
 * <p>Pure decisions over attributes of a request; what rules there are is read by the authorizer's
 * implementation. Kubernetes: "Authorization".
 */
@NullMarked
package dev.gantry.access;

import org.jspecify.annotations.NullMarked;
