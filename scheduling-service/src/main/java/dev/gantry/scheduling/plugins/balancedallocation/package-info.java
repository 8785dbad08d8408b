/**
 * Nodes where CPU and memory would be used alike score higher. Kubernetes:
 * NodeResourcesBalancedAllocation.
 */
@NullMarked
package dev.gantry.scheduling.plugins.balancedallocation;

import org.jspecify.annotations.NullMarked;
