package dev.gantry.runtime.state;

import dev.gantry.client.DoorStateClient;
import dev.gantry.client.StateClient;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.HttpStateDoor;
import dev.gantry.client.door.StateDoor;
import dev.gantry.runtime.tls.Certificates;
import dev.gantry.runtime.tracing.Traces;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Speaks through one door in this JVM; over HTTP each node has a connection of its own, because its
 * certificate is who it is.
 */
final class DoorAccess implements StateAccess, AutoCloseable {

    private final StateDoor door;
    private final @Nullable URI url;
    private final Certificates certificates;
    private final Traces traces;
    private final StateClient service;
    private final Map<String, StateClient> nodes = new ConcurrentHashMap<>();
    private final Map<String, HttpStateDoor> doors = new ConcurrentHashMap<>();

    DoorAccess(
            StateDoor door,
            @Nullable URI url,
            Certificates certificates,
            Caller self,
            Traces traces) {
        this.door = door;
        this.url = url;
        this.certificates = certificates;
        this.traces = traces;
        this.service = new DoorStateClient(door, self, traces::current);
    }

    @Override
    public StateClient asService() {
        return service;
    }

    @Override
    public StateClient asNode(String node) {
        return nodes.computeIfAbsent(node, this::connect);
    }

    private StateClient connect(String node) {
        Caller caller = Caller.node(node);
        if (!(door instanceof HttpStateDoor) || url == null) {
            return new DoorStateClient(door, caller, traces::current);
        }
        HttpStateDoor own = new HttpStateDoor(url, certificates.node(node).context(), caller);
        doors.put(node, own);
        return new DoorStateClient(own, caller, traces::current);
    }

    @Override
    public void close() {
        doors.values().forEach(HttpStateDoor::close);
    }
}
