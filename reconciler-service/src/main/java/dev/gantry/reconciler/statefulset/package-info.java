/**
 * Keeps a StatefulSet's pods: each with its name, its claims and its turn.
 *
 * <p>Reads StatefulSets, Pods, PersistentVolumeClaims and ControllerRevisions from informers;
 * writes Pods, claims, revisions and the set's status. Behaviour: Kubernetes documentation,
 * "StatefulSets".
 */
@NullMarked
package dev.gantry.reconciler.statefulset;

import org.jspecify.annotations.NullMarked;
