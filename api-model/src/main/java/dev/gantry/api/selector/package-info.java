/**
 * Label and field selectors, parsed once and matched against maps; node selectors. Kubernetes:
 * "Labels and Selectors".
 */
@NullMarked
package dev.gantry.api.selector;

import org.jspecify.annotations.NullMarked;
