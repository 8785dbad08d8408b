/**
 * Cluster DNS: names of Services and pods, by the Kubernetes DNS specification, and everything else
 * from the host's resolvers.
 */
@NullMarked
package dev.gantry.node.dns;

import org.jspecify.annotations.NullMarked;
