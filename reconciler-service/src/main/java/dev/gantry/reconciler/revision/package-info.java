/**
 * The history of StatefulSets and DaemonSets, kept as ControllerRevisions.
 *
 * <p>Pure, but for {@code RevisionWrites}. Each revision holds a template as a patch that {@code
 * kubectl rollout undo} applies. Behaviour: Kubernetes documentation, "Performing a Rolling
 * Update".
 */
@NullMarked
package dev.gantry.reconciler.revision;

import org.jspecify.annotations.NullMarked;
