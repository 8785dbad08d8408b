package dev.gantry.controller.event;

import io.fabric8.kubernetes.api.model.ObjectReference;
import java.time.Instant;

/** One thing that happened, before it is compared with others. */
record Happening(
        ObjectReference regarding, String type, String reason, String message, Instant at) {

    /** Longest message that Kubernetes stores. */
    private static final int MESSAGE_LIMIT = 1024;

    Happening {
        if (message.length() > MESSAGE_LIMIT) {
            message = message.substring(0, MESSAGE_LIMIT);
        }
    }

    Happening withMessage(String other) {
        return new Happening(regarding, type, reason, other, at);
    }

    /** What the event is about. */
    String object() {
        return String.join(
                "/",
                text(regarding.getKind()),
                text(regarding.getNamespace()),
                text(regarding.getName()),
                text(regarding.getUid()),
                text(regarding.getApiVersion()),
                text(regarding.getFieldPath()));
    }

    /** The same for events that differ in their message only. */
    String similarity() {
        return object() + "/" + type + "/" + reason;
    }

    private static String text(@org.jspecify.annotations.Nullable String value) {
        return value == null ? "" : value;
    }
}
