package dev.gantry.node.pod;

import dev.gantry.controller.event.EventRecorder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Pod;

/** Events through the recorder, about {@code spec.containers{name}}. */
public final class RecordedPodEvents implements PodEvents {

    private final EventRecorder recorder;

    public RecordedPodEvents(EventRecorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public void normal(Pod pod, String container, String reason, String message) {
        recorder.record(regarding(pod, container), "Normal", reason, message);
    }

    @Override
    public void warning(Pod pod, String container, String reason, String message) {
        recorder.record(regarding(pod, container), "Warning", reason, message);
    }

    private static ObjectReference regarding(Pod pod, String container) {
        ObjectReference reference = EventRecorder.reference(pod);
        if (!container.isEmpty()) {
            String list =
                    PodParts.isInit(pod, container)
                            ? "initContainers"
                            : PodParts.ephemeralContainers(pod).stream()
                                            .anyMatch(c -> c.getName().equals(container))
                                    ? "ephemeralContainers"
                                    : "containers";
            reference.setFieldPath("spec." + list + "{" + container + "}");
        }
        return reference;
    }
}
