/**
 * Layer-7 entry: routes requests by Ingress to ready endpoints. Reads Ingresses, IngressClasses,
 * Services and EndpointSlices from informers; writes the address into each Ingress' status.
 */
@NullMarked
package dev.gantry.ingress;

import org.jspecify.annotations.NullMarked;
