/** Node selectors, required and preferred node affinity. Kubernetes: NodeAffinity. */
@NullMarked
package dev.gantry.scheduling.plugins.nodeaffinity;

import org.jspecify.annotations.NullMarked;
