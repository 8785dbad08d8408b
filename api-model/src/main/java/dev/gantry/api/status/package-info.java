/** Failures as Kubernetes reports them: {@code Status} objects with code, reason and causes. */
@NullMarked
package dev.gantry.api.status;

import org.jspecify.annotations.NullMarked;
