package dev.gantry.state.admission.kinds.workload;

import dev.gantry.api.selector.LabelSelector;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Selectors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What kinds with a selector and a template have in common. Pure. */
public final class Templated {

    private Templated() {}

    /** The selector must be there and select something. */
    static void selector(Place selector, String kind) {
        if (!selector.present()) {
            selector.required("");
            return;
        }
        Selectors.check(selector);
        if (selector.at("matchLabels").empty() && selector.at("matchExpressions").empty()) {
            selector.invalid("empty selector is invalid for " + kind);
        }
    }

    /** The template's labels must be selected; false when the selector itself makes no sense. */
    static boolean matching(Place selector, Place template) {
        if (!Selectors.sound(selector)) {
            selector.invalid("invalid label selector");
            return false;
        }
        boolean everything =
                selector.present()
                        && selector.at("matchLabels").empty()
                        && selector.at("matchExpressions").empty();
        if (!everything && !matches(selector.node(), template)) {
            mismatch(template);
        }
        return true;
    }

    /** Whether a selector selects the template's labels. */
    public static boolean matches(JsonNode selector, Place template) {
        return LabelSelector.of(selector.isObject() ? selector : null).matches(labels(template));
    }

    /** Tells that the selector does not select the template's labels. */
    public static void mismatch(Place template) {
        template.at("metadata").at("labels").invalid("`selector` does not match template `labels`");
    }

    static Map<String, String> labels(Place template) {
        Map<String, String> labels = new HashMap<>();
        template.at("metadata")
                .at("labels")
                .entries()
                .forEach(e -> labels.put(e.getKey(), e.getValue().text()));
        return labels;
    }

    static void nonNegative(Place owner, String... fields) {
        List.of(fields).forEach(f -> owner.at(f).nonNegative());
    }

    /** A count must not exceed another. */
    static void atMost(Place status, String field, String limit, String why) {
        if (status.at(field).number() > status.at(limit).number()) {
            status.at(field).invalid(why);
        }
    }

    /** A count of collisions never goes down. */
    static void collisions(Place count, JsonNode stored) {
        count.nonNegative();
        JsonNode before = stored.path("status").path("collisionCount");
        if (before.isNumber()) {
            if (!count.present()) {
                count.invalid("cannot be removed");
            } else if (count.number() < before.asLong()) {
                count.invalid("cannot be decremented");
            }
        }
    }
}
