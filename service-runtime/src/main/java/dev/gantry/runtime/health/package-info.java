/**
 * Whether a service lives and is ready, at the paths and in the form of Kubernetes' own servers.
 */
@NullMarked
package dev.gantry.runtime.health;

import org.jspecify.annotations.NullMarked;
