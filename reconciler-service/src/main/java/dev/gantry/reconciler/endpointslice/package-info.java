/**
 * Says which pods stand behind a Service, as EndpointSlices and as the older Endpoints.
 *
 * <p>Reads Services, Pods and Nodes from informers; writes EndpointSlices (100 endpoints each) and
 * Endpoints of Services with a selector, and leaves all others alone. Behaviour: Kubernetes
 * documentation, "EndpointSlices", "Service" and "DNS for Services and Pods".
 */
@NullMarked
package dev.gantry.reconciler.endpointslice;

import org.jspecify.annotations.NullMarked;
