/**
 * Authorization as a library: who may do what. Used by the state service's door for everything that
 * passes it, and by the gateway for what never reaches the door.
 *
 * <p>Decisions are pure: they read the attributes of a request and a view of the cluster that
 * another keeps current. Kubernetes: "Authorization".
 */
@NullMarked
package dev.gantry.access;

import org.jspecify.annotations.NullMarked;
