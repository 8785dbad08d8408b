/**
 * One of several replicas leads: a Lease in the cluster elects it, and each of its writes carries
 * the proof.
 *
 * <p>Reads and writes one Lease through the state client. Behaviour: Kubernetes documentation,
 * "Leases", section "Leader election".
 */
@NullMarked
package dev.gantry.controller.election;

import org.jspecify.annotations.NullMarked;
