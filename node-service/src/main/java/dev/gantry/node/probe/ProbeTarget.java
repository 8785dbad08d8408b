package dev.gantry.node.probe;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A running container to be probed.
 *
 * @param id the engine's id of it
 * @param address the pod's, to which probes connect unless they name another
 */
public record ProbeTarget(
        String podUid, String id, Container container, String address, Instant startedAt) {

    boolean hasProbes() {
        return container.getLivenessProbe() != null
                || container.getReadinessProbe() != null
                || container.getStartupProbe() != null;
    }

    /**
     * @throws IllegalArgumentException when there is no port of that name
     */
    int port(IntOrString port) {
        if (port.getIntVal() != null) {
            return port.getIntVal();
        }
        String name = port.getStrVal();
        if (!name.isEmpty() && name.chars().allMatch(Character::isDigit)) {
            return Integer.parseInt(name);
        }
        return Objects.requireNonNullElse(container.getPorts(), List.<ContainerPort>of()).stream()
                .filter(p -> name.equals(p.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("couldn't find port: \"" + name + "\""));
    }
}
