/**
 * Structural schemas of custom resources: read once from a definition, then used to default, prune,
 * validate and own documents. Pure; knows neither requests nor storage. Kubernetes: "Extend the
 * Kubernetes API with CustomResourceDefinitions".
 */
@NullMarked
package dev.gantry.state.customresource.schema;

import org.jspecify.annotations.NullMarked;
