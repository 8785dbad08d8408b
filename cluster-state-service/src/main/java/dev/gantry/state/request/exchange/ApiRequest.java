package dev.gantry.state.request.exchange;

import dev.gantry.client.door.Caller;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request whose path is understood and whose caller may do it. Immutable but for its warnings;
 * thread-safe.
 */
public final class ApiRequest {

    private static final int MAX_WARNINGS = 64;

    private final Caller caller;
    private final Verb verb;
    private final Target target;
    private final Query query;
    private final @Nullable String contentType;
    private final String userAgent;
    private final byte[] body;
    private final @Nullable String fence;
    private final @Nullable String traceParent;
    private final boolean tracesWanted;
    private final Set<String> warnings = Collections.synchronizedSet(new LinkedHashSet<>());

    public ApiRequest(
            Caller caller,
            Verb verb,
            Target target,
            Query query,
            @Nullable String contentType,
            String userAgent,
            byte[] body,
            @Nullable String fence,
            @Nullable String traceParent,
            boolean tracesWanted) {
        this.caller = caller;
        this.verb = verb;
        this.target = target;
        this.query = query;
        this.contentType = contentType;
        this.userAgent = userAgent;
        this.body = body;
        this.fence = fence;
        this.traceParent = traceParent;
        this.tracesWanted = tracesWanted;
    }

    public Caller caller() {
        return caller;
    }

    public Verb verb() {
        return verb;
    }

    public Target target() {
        return target;
    }

    public Query query() {
        return query;
    }

    public @Nullable String contentType() {
        return contentType;
    }

    public String userAgent() {
        return userAgent;
    }

    public byte[] body() {
        return body;
    }

    /** The fence header, or null. */
    public @Nullable String fence() {
        return fence;
    }

    public @Nullable String traceParent() {
        return traceParent;
    }

    /** Whether a watch is to tell the trace of each change. */
    public boolean tracesWanted() {
        return tracesWanted;
    }

    /** Adds a Warning header; the same text is sent once. */
    public void warn(String text) {
        if (warnings.size() < MAX_WARNINGS) {
            warnings.add(text);
        }
    }

    public List<String> warnings() {
        synchronized (warnings) {
            return new ArrayList<>(warnings);
        }
    }
}
