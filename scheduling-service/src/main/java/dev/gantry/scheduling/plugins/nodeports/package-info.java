/** A pod fits where its host ports are free. Kubernetes: NodePorts. */
@NullMarked
package dev.gantry.scheduling.plugins.nodeports;

import org.jspecify.annotations.NullMarked;
