package dev.gantry.node.runtime;

/** Told of what happens in the engine. */
public interface RuntimeListener {

    /** The feed is up, for the first time or again: whatever was known may be stale. */
    void connected();

    /** The engine can not be reached. */
    void disconnected(String why);

    /**
     * A sandbox or container of the pod started, ended or went.
     *
     * @param id the engine's id of it
     */
    void changed(PodRef pod, String id, boolean sandbox);
}
