package dev.gantry.node.server;

import jakarta.servlet.http.HttpServletRequest;

/** Notices that the client of a long reply has gone although nothing is written to it. */
public interface Presence {

    /** Calls back at most once; to be closed before the request's servlet returns. */
    Watching watch(HttpServletRequest request, Runnable gone);

    /** Ends the watching. */
    interface Watching extends AutoCloseable {
        @Override
        void close();
    }
}
