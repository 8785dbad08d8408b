package dev.gantry.node.runtime;

import java.util.List;
import java.util.Optional;

/**
 * Runs pods' sandboxes and containers. Safe for concurrent use.
 *
 * <p>Every call blocks until the engine has done it and fails with an {@link EngineException}.
 * Names are deterministic: making what exists already answers with what is there, so that a call
 * may be repeated after an unknown outcome. Removing what is gone is success.
 */
public interface ContainerRuntime extends AutoCloseable {

    EngineInfo info();

    /** Every pod of a node that the engine holds anything of, running or not. */
    List<RuntimePod> pods(String node);

    /** Makes and starts a sandbox. Cost on Docker: about half a second. */
    SandboxState startSandbox(SandboxSpec spec);

    /** Ends the sandbox at once and removes it. */
    void removeSandbox(String id);

    /** Makes a container without starting it. */
    ContainerState create(ContainerSpec spec);

    /**
     * Starts a container that was created. One that can not run is answered as exited with reason
     * {@code ContainerCannotRun}.
     */
    ContainerState start(String id);

    /** The container or empty when it is gone. */
    Optional<ContainerState> inspect(String id);

    /** The sandbox or empty when it is gone. */
    Optional<SandboxState> inspectSandbox(String id);

    /** Where a running container or sandbox is on this host; empty when it does not run here. */
    Optional<Footprint> footprint(String id);

    /** Asks the container to stop: its own stop signal, TERM unless the image says otherwise. */
    void signalStop(String id);

    /** Ends the container at once. */
    void kill(String id);

    void remove(String id);

    Images images();

    Streams streams();

    /**
     * Follows what happens to the containers of the cluster until closed; reconnects by itself. The
     * listener is called on one thread and must not block long.
     */
    Subscription follow(RuntimeListener listener);

    @Override
    void close();

    /** Ends when closed. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
