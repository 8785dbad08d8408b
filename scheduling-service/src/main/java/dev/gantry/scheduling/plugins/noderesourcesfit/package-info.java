/**
 * A pod fits where its requests fit into what the node has left; emptier nodes score higher.
 * Kubernetes: NodeResourcesFit, LeastAllocated.
 */
@NullMarked
package dev.gantry.scheduling.plugins.noderesourcesfit;

import org.jspecify.annotations.NullMarked;
