/**
 * Events: what happened to an object, for people who ask {@code kubectl describe}.
 *
 * <p>Writes core/v1 Events in bulk through the state client; repeated ones are counted, similar
 * ones combined and floods dropped, as Kubernetes' clients do (API reference, "Event v1 core").
 */
@NullMarked
package dev.gantry.controller.event;

import org.jspecify.annotations.NullMarked;
