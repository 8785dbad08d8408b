/** Cordoned nodes take only pods that tolerate it. Kubernetes: NodeUnschedulable. */
@NullMarked
package dev.gantry.scheduling.plugins.nodeunschedulable;

import org.jspecify.annotations.NullMarked;
