/**
 * Serves the OpenAPI documents that the build wrote. Bytes stay compressed; nothing is parsed.
 * Kubernetes: "The Kubernetes API", section "OpenAPI interface definition".
 */
@NullMarked
package dev.gantry.state.openapi;

import org.jspecify.annotations.NullMarked;
