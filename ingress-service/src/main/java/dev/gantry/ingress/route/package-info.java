/**
 * Which request goes where. Pure: from Ingresses, Services and EndpointSlices to a table that
 * answers by host and path. Kubernetes: "Ingress".
 */
@NullMarked
package dev.gantry.ingress.route;

import org.jspecify.annotations.NullMarked;
