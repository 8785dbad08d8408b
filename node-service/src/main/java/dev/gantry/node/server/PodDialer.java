package dev.gantry.node.server;

import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.Streams;
import java.io.IOException;

/**
 * Connects to the ports of one pod.
 *
 * @param podUid for messages
 */
record PodDialer(Connecting connecting, String podUid) {

    /** Opens a connection to a port. */
    interface Connecting {
        Streams.Connection connect(int port) throws IOException;
    }

    /**
     * @throws IOException with the words that a client is told
     */
    Streams.Connection dial(int port) throws IOException {
        try {
            return connecting.connect(port);
        } catch (IOException | EngineException e) {
            throw new IOException(
                    "error forwarding port %d to pod %s, uid : failed to connect to localhost:%d inside"
                                    .formatted(port, podUid, port)
                            + " namespace: "
                            + e.getMessage(),
                    e);
        }
    }
}
