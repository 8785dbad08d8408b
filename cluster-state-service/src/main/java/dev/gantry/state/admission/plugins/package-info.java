/**
 * Admission plugins: rules that look at other objects, the caller or the cluster. One class each,
 * named as Kubernetes names them.
 */
@NullMarked
package dev.gantry.state.admission.plugins;

import org.jspecify.annotations.NullMarked;
