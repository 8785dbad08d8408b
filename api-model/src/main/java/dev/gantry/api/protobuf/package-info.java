/**
 * Documents on the protobuf wire: Kubernetes' envelope and messages, driven by the schemas.
 *
 * <p>Kubernetes: "API Concepts", section "Kubernetes Protobuf encoding".
 */
@NullMarked
package dev.gantry.api.protobuf;

import org.jspecify.annotations.NullMarked;
