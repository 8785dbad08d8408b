/**
 * Deletes what has lost its owners, and carries out foreground and orphaning deletion.
 *
 * <p>Reads the metadata of every kind but Events from informers, and confirms that an owner is gone
 * by a consistent read; deletes and patches under uid and revision preconditions. Behaviour:
 * Kubernetes documentation, "Garbage Collection" and "Owners and Dependents".
 */
@NullMarked
package dev.gantry.reconciler.garbagecollector;

import org.jspecify.annotations.NullMarked;
