package dev.gantry.node.server;

import dev.gantry.node.pod.PodView;
import java.util.Optional;

/** Finds a pod of this host by name. */
public interface PodFinder {

    Optional<PodView> find(String namespace, String name);
}
