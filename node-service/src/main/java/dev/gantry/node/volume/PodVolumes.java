package dev.gantry.node.volume;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The files of pods. Safe for concurrent use; for one pod, one call at a time. */
public interface PodVolumes {

    /** The volumes of a pod's spec. */
    static List<Volume> of(Pod pod) {
        return Objects.requireNonNullElse(pod.getSpec().getVolumes(), List.of());
    }

    /**
     * Makes what is missing and brings what follows API objects up to date; may be called again at
     * any time.
     *
     * @throws VolumeException when one can not be had now
     */
    void setUp(Pod pod);

    /** Where a volume of a pod that was set up lies on the host. */
    Path path(Pod pod, String volume);

    /**
     * A file or directory of the pod that is not a volume.
     *
     * @param name {@code etc-hosts}, or {@code containers/web/0}
     */
    Path file(String podUid, String name);

    /** Writes a text that a container sees as a file; the parent directories are made. */
    Path write(String podUid, String name, String text);

    /** The first bytes of such a file, empty when there is none. */
    String read(String podUid, String name, int limit);

    /** Undoes mounts and removes everything of the pod but volumes of the host. */
    void tearDown(String podUid);
}
