package dev.gantry.gateway.authentication;

import dev.gantry.client.door.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;

/** Whom a request counts for: the caller that authentication has found, or whom it acts as. */
public final class Callers {

    static final Caller ANONYMOUS =
            new Caller("system:anonymous", "", List.of("system:unauthenticated"), Map.of());

    private static final String ATTRIBUTE = "dev.gantry.gateway.caller";

    private Callers() {}

    /**
     * @throws IllegalStateException when the request has not passed authentication
     */
    public static Caller of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("a request came past authentication");
    }

    /** From here on the request is this caller's. */
    public static void set(HttpServletRequest request, Caller caller) {
        request.setAttribute(ATTRIBUTE, caller);
    }
}
