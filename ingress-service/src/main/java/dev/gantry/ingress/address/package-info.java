/**
 * Tells the cluster where the ingress listens: the address in each Ingress' status, and the
 * IngressClass.
 */
@NullMarked
package dev.gantry.ingress.address;

import org.jspecify.annotations.NullMarked;
