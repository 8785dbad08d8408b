/**
 * What pods use: kubelet's {@code /stats/summary}, {@code /metrics/resource}, {@code
 * /metrics/cadvisor} and {@code /metrics/probes}.
 *
 * <p>Nothing runs while nobody asks. An answer reads the control groups' files and {@code
 * /proc/PID/net/dev} of each container, in either version of control groups; the engine is asked
 * once a container for its process. Kubernetes documentation, "Node metrics data", "Resource
 * metrics pipeline".
 */
@NullMarked
package dev.gantry.node.statistics;

import org.jspecify.annotations.NullMarked;
