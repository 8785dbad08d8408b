package dev.gantry.state.document;

import dev.gantry.api.status.ApiError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Fields that an applier would change although other managers own them. */
final class Conflicts {

    private final Map<String, FieldSet> byManager;

    private Conflicts(Map<String, FieldSet> byManager) {
        this.byManager = byManager;
    }

    static Conflicts of(Managers managers, Managers.Key mine, FieldSet changed) {
        Map<String, FieldSet> byManager = new LinkedHashMap<>();
        managers.entries()
                .forEach(
                        (key, entry) -> {
                            FieldSet both = entry.fields().intersection(changed);
                            if (!key.equals(mine) && !both.isEmpty()) {
                                byManager.merge(described(key, entry), both, FieldSet::union);
                            }
                        });
        return new Conflicts(byManager);
    }

    Conflicts besides(FieldSet allowed) {
        if (allowed.isEmpty()) {
            return this;
        }
        Map<String, FieldSet> left = new LinkedHashMap<>();
        byManager.forEach(
                (manager, fields) -> {
                    FieldSet rest = fields.minus(allowed);
                    if (!rest.isEmpty()) {
                        left.put(manager, rest);
                    }
                });
        return new Conflicts(left);
    }

    /**
     * @throws dev.gantry.api.status.ApiException 409 when there is any
     */
    void refuse() {
        List<ApiError.Cause> causes = new ArrayList<>();
        byManager.forEach(
                (manager, fields) ->
                        fields.paths()
                                .forEach(
                                        path ->
                                                causes.add(
                                                        new ApiError.Cause(
                                                                "FieldManagerConflict",
                                                                "conflict with " + manager,
                                                                path))));
        if (!causes.isEmpty()) {
            throw new ApiError(
                            409,
                            "Conflict",
                            message(causes),
                            new ApiError.Details("", "", "", "", causes),
                            0)
                    .exception();
        }
    }

    private String message(List<ApiError.Cause> causes) {
        if (causes.size() == 1) {
            ApiError.Cause only = causes.get(0);
            return "Apply failed with 1 conflict: " + only.message() + ": " + only.field();
        }
        StringBuilder text =
                new StringBuilder("Apply failed with " + causes.size() + " conflicts: ");
        List<String> lines = new ArrayList<>();
        new TreeMap<>(byManager)
                .forEach(
                        (manager, fields) -> {
                            lines.add("conflicts with " + manager + ":");
                            fields.paths().forEach(path -> lines.add("- " + path));
                        });
        return text.append(String.join("\n", lines)).toString();
    }

    /** {@code "kubectl" with subresource "status" using apps/v1}. */
    private static String described(Managers.Key key, Managers.Entry entry) {
        StringBuilder text = new StringBuilder("\"" + key.manager() + "\"");
        if (!key.subresource().isEmpty()) {
            text.append(" with subresource \"").append(key.subresource()).append('"');
        }
        if (!key.isApplier()) {
            text.append(" using ").append(entry.apiVersion());
        }
        return text.toString();
    }
}
