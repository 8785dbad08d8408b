package dev.gantry.reconciler.job;

import dev.gantry.reconciler.pods.FreshNames;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;

/**
 * What one decision rests on.
 *
 * @param pods that the Job controls
 */
record JobObserved(Job owner, List<Pod> pods, FreshNames names, Instant now) {}
