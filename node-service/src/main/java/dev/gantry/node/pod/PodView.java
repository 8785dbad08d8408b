package dev.gantry.node.pod;

import dev.gantry.node.runtime.RuntimePod;
import io.fabric8.kubernetes.api.model.Pod;

/** A pod as its worker sees it at one moment. */
public record PodView(Pod pod, RuntimePod runtime) {}
