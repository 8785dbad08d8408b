/** A pod that names a node fits there only. Kubernetes: NodeName. */
@NullMarked
package dev.gantry.scheduling.plugins.nodename;

import org.jspecify.annotations.NullMarked;
