package dev.gantry.client.door;

import java.util.List;
import java.util.Map;

/** Takes the reply to one {@link DoorRequest}. */
public interface DoorReply {

    /**
     * Starts the reply; called once. The returned sink blocks while the receiver is slow. A sink
     * that is not closed when the call returns means that the reply was cut off.
     *
     * @param headers names in lower case; {@code content-length} when the length is known
     */
    ByteSink begin(int status, Map<String, List<String>> headers);

    /** Whether the receiver has gone; a watch looks before it waits for more. */
    boolean cancelled();

    /** Runs once when the receiver goes, so that a waiting watch wakes up. */
    void onCancel(Runnable action);
}
