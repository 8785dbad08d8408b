/**
 * Asks containers how they are: HTTP, TCP, gRPC and commands, as often as their specs say.
 *
 * <p>{@code ProbeTally} counts outcomes purely; one timer thread says when, a virtual thread each
 * asks. Behaviour: Kubernetes documentation, "Configure Liveness, Readiness and Startup Probes".
 */
@NullMarked
package dev.gantry.node.probe;

import org.jspecify.annotations.NullMarked;
