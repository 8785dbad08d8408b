/**
 * What a placement rule looks like: a filter, a score, or both. Kubernetes: "Scheduling Framework".
 */
@NullMarked
package dev.gantry.scheduling.framework;

import org.jspecify.annotations.NullMarked;
