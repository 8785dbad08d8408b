/**
 * Label and field selectors: parsed once, matched against maps. Kubernetes: "Labels and Selectors".
 */
@NullMarked
package dev.gantry.api.selector;

import org.jspecify.annotations.NullMarked;
