package dev.gantry.client.door;

/** Where every request enters the state service. Safe for concurrent use. */
public interface StateDoor {

    /**
     * Handles one request on the caller's thread and returns when the reply is complete; a watch
     * returns when it ends.
     *
     * <p>Every outcome, failures included, is told to {@code reply} as an HTTP status with a body;
     * nothing is thrown but bugs. The door answers 503 when the state service cannot be reached.
     */
    void call(DoorRequest request, DoorReply reply);
}
