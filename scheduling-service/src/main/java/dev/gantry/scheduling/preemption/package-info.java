/**
 * Which pods of lower priority would have to go for a pod to fit. Pure. Kubernetes: "Pod Priority
 * and Preemption".
 */
@NullMarked
package dev.gantry.scheduling.preemption;

import org.jspecify.annotations.NullMarked;
