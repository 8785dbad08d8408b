package dev.gantry.node.volume;

import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;

/** For nodes whose containers are not real: nothing is written anywhere. */
public final class NoVolumes implements PodVolumes {

    private static final Path NOWHERE = Path.of("/dev/null");

    @Override
    public void setUp(Pod pod) {}

    @Override
    public Path path(Pod pod, String volume) {
        return NOWHERE;
    }

    @Override
    public Path file(String podUid, String name) {
        return NOWHERE;
    }

    @Override
    public Path write(String podUid, String name, String text) {
        return NOWHERE;
    }

    @Override
    public String read(String podUid, String name, int limit) {
        return "";
    }

    @Override
    public void tearDown(String podUid) {}
}
