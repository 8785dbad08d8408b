/**
 * Deletes finished Jobs when their {@code ttlSecondsAfterFinished} is over.
 *
 * <p>Reads Jobs from an informer and confirms by a consistent read; deletes Jobs. Behaviour:
 * Kubernetes documentation, "Automatic Cleanup for Finished Jobs".
 */
@NullMarked
package dev.gantry.reconciler.ttl;

import org.jspecify.annotations.NullMarked;
