package dev.gantry.state.request.read;

import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiError.Cause;
import dev.gantry.state.request.exchange.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of list and watch. Kubernetes: "API Concepts", "Resource versions" and "Retrieving
 * large results sets in chunks".
 *
 * @param revision asked for; null when absent
 * @param match empty, {@code Exact} or {@code NotOlderThan}
 * @param limit 0 for everything
 * @param timeout zero when absent
 */
record ListOptions(
        @Nullable Long revision,
        String match,
        long limit,
        String continueToken,
        Duration timeout,
        boolean bookmarks,
        boolean sendInitialEvents) {

    private static final String EXACT = "Exact";
    private static final String NOT_OLDER = "NotOlderThan";

    /**
     * @throws dev.gantry.api.status.ApiException 400 for what is no number, 422 naming every
     *     combination that is not allowed
     */
    static ListOptions read(Query query, boolean watch) {
        Long limit = query.number("limit");
        Long seconds = query.number("timeoutSeconds");
        List<Cause> causes = new ArrayList<>();
        if (watch) {
            checkWatch(query, causes);
        } else {
            checkList(query, causes);
        }
        if (!causes.isEmpty()) {
            throw ApiError.invalid("meta.k8s.io", "ListOptions", "", causes).exception();
        }
        return new ListOptions(
                revision(query.text("resourceVersion")),
                query.text("resourceVersionMatch"),
                limit == null || limit < 0 ? 0 : limit,
                query.text("continue"),
                seconds == null ? Duration.ZERO : Duration.ofSeconds(Math.max(0, seconds)),
                query.flag("allowWatchBookmarks"),
                query.flag("sendInitialEvents"));
    }

    boolean exact() {
        return match.equals(EXACT);
    }

    /** Whether any state will do, however old. */
    boolean anyRevision() {
        return revision != null && revision == 0;
    }

    static @Nullable Long revision(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw ApiError.badRequest(
                            "Invalid value: \"%s\": strconv.ParseUint: parsing \"%s\": invalid syntax"
                                    .formatted(text, text))
                    .exception();
        }
    }

    private static void checkList(Query query, List<Cause> causes) {
        String match = query.text("resourceVersionMatch");
        String revision = query.text("resourceVersion");
        if (!match.isEmpty()) {
            if (revision.isEmpty()) {
                forbidMatch(
                        causes,
                        "resourceVersionMatch is forbidden unless resourceVersion is provided");
            }
            if (!query.text("continue").isEmpty()) {
                forbidMatch(causes, "resourceVersionMatch is forbidden when continue is provided");
            }
            if (!match.equals(EXACT) && !match.equals(NOT_OLDER)) {
                unsupportedMatch(
                        causes, match, "supported values: \"Exact\", \"NotOlderThan\", \"\"");
            }
            if (match.equals(EXACT) && revision.equals("0")) {
                forbidMatch(
                        causes,
                        "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
            }
        }
        if (query.has("sendInitialEvents")) {
            causes.add(
                    new Cause(
                            "FieldValueForbidden",
                            "Forbidden: sendInitialEvents is forbidden for list",
                            "sendInitialEvents"));
        }
    }

    private static void checkWatch(Query query, List<Cause> causes) {
        String match = query.text("resourceVersionMatch");
        boolean initial = query.has("sendInitialEvents");
        if (initial && !match.equals(NOT_OLDER)) {
            forbidMatch(
                    causes,
                    "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        }
        if (!match.isEmpty()) {
            if (!initial) {
                forbidMatch(
                        causes,
                        "resourceVersionMatch is forbidden for watch unless sendInitialEvents is"
                                + " provided");
            }
            if (!match.equals(NOT_OLDER)) {
                unsupportedMatch(causes, match, "supported values: \"NotOlderThan\"");
            }
        }
        if (!query.text("continue").isEmpty()) {
            forbidMatch(causes, "resourceVersionMatch is forbidden when continue is provided");
        }
    }

    private static void forbidMatch(List<Cause> causes, String why) {
        causes.add(new Cause("FieldValueForbidden", "Forbidden: " + why, "resourceVersionMatch"));
    }

    private static void unsupportedMatch(List<Cause> causes, String match, String supported) {
        causes.add(
                new Cause(
                        "FieldValueNotSupported",
                        "Unsupported value: \"%s\": %s".formatted(match, supported),
                        "resourceVersionMatch"));
    }
}
