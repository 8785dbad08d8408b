/**
 * Publishes the cluster authority's certificate to every namespace as {@code kube-root-ca.crt}.
 *
 * <p>Reads Namespaces and ConfigMaps from informers; writes ConfigMaps. Behaviour: Kubernetes
 * documentation, "Certificates and Certificate Signing Requests" and "Projected Volumes".
 */
@NullMarked
package dev.gantry.reconciler.rootca;

import org.jspecify.annotations.NullMarked;
