/** From a pod and the cluster to a node, or to the reasons why there is none. Pure. */
@NullMarked
package dev.gantry.scheduling.decision;

import org.jspecify.annotations.NullMarked;
