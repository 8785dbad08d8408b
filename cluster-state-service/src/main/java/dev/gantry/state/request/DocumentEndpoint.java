package dev.gantry.state.request;

import dev.gantry.client.door.DoorReply;
import dev.gantry.client.door.DoorRequest;

/**
 * Serves paths that are no resources, such as {@code /openapi/v3}. Collected from the Spring
 * context; the first that handles a path answers. Safe for concurrent use.
 */
public interface DocumentEndpoint {

    /** Whether this endpoint serves the raw path. */
    boolean handles(String path);

    /**
     * Answers a GET whose caller may do it.
     *
     * @throws dev.gantry.api.status.ApiException which is rendered as a Status
     */
    void answer(DoorRequest request, DoorReply reply);
}
