/**
 * What nodes and pods use now, as {@code metrics.k8s.io} tells it. Reads Nodes, Pods and the
 * summaries of the nodes' agents; writes nothing.
 */
@NullMarked
package dev.gantry.gateway.usage;

import org.jspecify.annotations.NullMarked;
