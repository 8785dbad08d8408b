/** Taints that a pod does not tolerate. Kubernetes: TaintToleration. */
@NullMarked
package dev.gantry.scheduling.plugins.tainttoleration;

import org.jspecify.annotations.NullMarked;
