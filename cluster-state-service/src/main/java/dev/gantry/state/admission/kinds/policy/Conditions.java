package dev.gantry.state.admission.kinds.policy;

import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.HashSet;
import java.util.Set;

/** The rules of {@code metav1.Condition}. Kubernetes: "API conventions", "conditions". Pure. */
public final class Conditions {

    private static final int LONGEST_MESSAGE = 32 * 1024;
    private static final int LONGEST_REASON = 1024;
    private static final String REASON = "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?";

    private Conditions() {}

    public static void check(Place conditions) {
        Set<String> types = new HashSet<>();
        for (Place each : conditions.items()) {
            if (!types.add(each.at("type").text())) {
                each.at("type").duplicate();
            }
            if (each.at("type").requireText()) {
                each.at("type").check(Names.QUALIFIED_NAME);
            }
            Place status = each.at("status");
            if (status.empty()) {
                status.required("must be set to one of True, False, Unknown");
            } else {
                status.oneOf(Set.of("True", "False", "Unknown"));
            }
            each.at("observedGeneration").nonNegative();
            if (each.at("lastTransitionTime").empty()) {
                each.at("lastTransitionTime").required("must be set");
            }
            reason(each.at("reason"));
            if (each.at("message").text().length() > LONGEST_MESSAGE) {
                each.at("message").tooLong(LONGEST_MESSAGE);
            }
        }
    }

    private static void reason(Place reason) {
        if (!reason.requireText()) {
            return;
        }
        if (reason.text().length() > LONGEST_REASON) {
            reason.tooLong(LONGEST_REASON);
        }
        if (!reason.text().matches(REASON)) {
            reason.invalid(
                    "a condition reason must start with alphabetic character, optionally followed by"
                            + " a string of alphanumeric characters or '_,:', and must end with an"
                            + " alphanumeric character or '_'");
        }
    }
}
