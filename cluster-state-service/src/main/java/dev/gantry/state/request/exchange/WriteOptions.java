package dev.gantry.state.request.exchange;

import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiError.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The options that creates, updates and patches share.
 *
 * @param fieldManager never empty: what the caller says, else the first word of its user agent
 * @param force for a server-side apply: take the fields of others
 */
public record WriteOptions(
        boolean dryRun, String fieldManager, FieldValidation validation, boolean force) {

    private static final int MAX_MANAGER_CHARACTERS = 128;
    private static final Pattern GO_DURATION =
            Pattern.compile("[-+]?(0|([0-9]*\\.?[0-9]+(ns|us|µs|ms|s|m|h))+)");

    /** What is done about unknown and duplicate fields. */
    public enum FieldValidation {
        IGNORE,
        WARN,
        STRICT
    }

    /**
     * Reads the options of a create, update or patch.
     *
     * @param kind {@code CreateOptions}, {@code UpdateOptions} or {@code PatchOptions}
     * @param apply whether it is a server-side apply
     * @throws dev.gantry.api.status.ApiException 422 naming every option that is wrong
     */
    public static WriteOptions read(ApiRequest request, String kind, boolean apply) {
        Query query = request.query();
        List<Cause> causes = new ArrayList<>();
        boolean dryRun = dryRun(query, causes);
        String manager = query.text("fieldManager");
        boolean force = query.flag("force");
        if (kind.equals("PatchOptions")) {
            if (apply && manager.isEmpty()) {
                causes.add(
                        new Cause(
                                "FieldValueRequired",
                                "Required value: is required for apply patch",
                                "fieldManager"));
            }
            if (!apply && query.has("force")) {
                causes.add(
                        new Cause(
                                "FieldValueForbidden",
                                "Forbidden: may not be specified for non-apply patch",
                                "force"));
            }
        }
        checkManager(manager, causes);
        FieldValidation validation = validation(query, causes);
        if (!causes.isEmpty()) {
            throw ApiError.invalid("meta.k8s.io", kind, "", causes).exception();
        }
        checkTimeout(query);
        return new WriteOptions(
                dryRun,
                manager.isEmpty() ? managerOf(request.userAgent()) : manager,
                validation,
                force);
    }

    /** Whether nothing is to be stored; adds a cause when the option is not understood. */
    static boolean dryRun(Query query, List<Cause> causes) {
        List<String> values = query.all("dryRun");
        if (!Set.of("All").containsAll(values)) {
            causes.add(
                    new Cause(
                            "FieldValueNotSupported",
                            "Unsupported value: [%s]: supported values: \"All\""
                                    .formatted(quoted(values)),
                            "dryRun"));
        }
        return !values.isEmpty();
    }

    private static String quoted(List<String> values) {
        return String.join(" ", values.stream().map(v -> '"' + v + '"').toList());
    }

    private static void checkManager(String manager, List<Cause> causes) {
        if (manager.codePointCount(0, manager.length()) > MAX_MANAGER_CHARACTERS) {
            causes.add(
                    new Cause(
                            "FieldValueTooLong",
                            "Too long: may not be more than " + MAX_MANAGER_CHARACTERS + " bytes",
                            "fieldManager"));
        }
        for (int i = 0; i < manager.length(); i++) {
            if (!printable(manager.charAt(i))) {
                causes.add(
                        new Cause(
                                "FieldValueInvalid",
                                "Invalid value: \""
                                        + manager
                                        + "\": should only contain printable characters",
                                "fieldManager"));
                return;
            }
        }
    }

    private static boolean printable(char c) {
        return !Character.isISOControl(c) && (c == ' ' || !Character.isWhitespace(c));
    }

    private static FieldValidation validation(Query query, List<Cause> causes) {
        String value = query.text("fieldValidation");
        return switch (value) {
            case "Ignore" -> FieldValidation.IGNORE;
            case "", "Warn" -> FieldValidation.WARN;
            case "Strict" -> FieldValidation.STRICT;
            default -> {
                causes.add(
                        new Cause(
                                "FieldValueNotSupported",
                                "Unsupported value: \"%s\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\""
                                        .formatted(value),
                                "fieldValidation"));
                yield FieldValidation.WARN;
            }
        };
    }

    /** The first word of a user agent, at most 128 characters, as managers are named by default. */
    static String managerOf(String userAgent) {
        int slash = userAgent.indexOf('/');
        String word = slash < 0 ? userAgent : userAgent.substring(0, slash);
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < word.length() && name.length() < MAX_MANAGER_CHARACTERS; i++) {
            if (printable(word.charAt(i))) {
                name.append(word.charAt(i));
            }
        }
        return name.isEmpty() ? "unknown" : name.toString();
    }

    /**
     * Refuses a {@code timeout} that is no duration.
     *
     * @throws dev.gantry.api.status.ApiException 400
     */
    public static void checkTimeout(Query query) {
        String text = query.text("timeout");
        if (!text.isEmpty() && !GO_DURATION.matcher(text).matches()) {
            throw ApiError.badRequest("time: invalid duration \"" + text + "\"").exception();
        }
    }
}
