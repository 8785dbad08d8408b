/**
 * Rules of custom resources in CEL: compiled by the schema where they stand, judged on objects.
 * What fails to evaluate is refused. Pure. Kubernetes: "Validation rules"; "Common Expression
 * Language in Kubernetes".
 */
@NullMarked
package dev.gantry.state.customresource.expression;

import org.jspecify.annotations.NullMarked;
