/**
 * Empties a namespace that is being deleted, then lets it go.
 *
 * <p>Reads Namespaces from an informer and lists what is in one consistently; deletes that, pods
 * first, and writes the namespace's conditions and finally its {@code spec.finalizers}. Behaviour:
 * Kubernetes documentation, "Namespaces"; conditions as in the API reference.
 */
@NullMarked
package dev.gantry.reconciler.namespace;

import org.jspecify.annotations.NullMarked;
