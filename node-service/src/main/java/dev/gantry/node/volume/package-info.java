/**
 * A pod's files on the host: its volumes, and the {@code /etc/hosts}, {@code /etc/hostname} and
 * {@code /etc/resolv.conf} that its containers see.
 *
 * <p>All of a pod lies in one directory of its uid. What comes from API objects is written beside
 * and switched over with one rename, so that a reader sees all of the old or all of the new.
 * Behaviour: Kubernetes documentation, "Volumes", "Projected Volumes", "DNS for Services and Pods".
 */
@NullMarked
package dev.gantry.node.volume;

import org.jspecify.annotations.NullMarked;
