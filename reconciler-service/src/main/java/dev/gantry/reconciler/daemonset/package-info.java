/**
 * Keeps one pod of a DaemonSet on every node that should have one.
 *
 * <p>Reads DaemonSets, Nodes, Pods and ControllerRevisions from informers; writes Pods, revisions
 * and the set's status. Behaviour: Kubernetes documentation, "DaemonSet" and "Perform a Rolling
 * Update on a DaemonSet".
 */
@NullMarked
package dev.gantry.reconciler.daemonset;

import org.jspecify.annotations.NullMarked;
