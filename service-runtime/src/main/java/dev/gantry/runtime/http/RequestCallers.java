package dev.gantry.runtime.http;

import dev.gantry.client.door.Caller;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Tells who sent a request. */
public interface RequestCallers {

    /**
     * @return null for an anonymous request
     */
    @Nullable Caller of(HttpServletRequest request);
}
