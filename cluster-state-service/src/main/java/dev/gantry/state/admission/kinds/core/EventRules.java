package dev.gantry.state.admission.kinds.core;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.NameRule;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Event, in the core group and in {@code events.k8s.io}, which asks more of it. Kubernetes:
 * reference of Event.
 */
public final class EventRules extends ObjectRules {

    private static final int LONGEST_NOTE = 1024;
    private static final int LONGEST = 128;

    private final boolean strict;
    private final Field fields;

    /** How the two versions call the same things. */
    private record Field(String object, String message, String reporter) {}

    public EventRules(ResourceType type) {
        super(type);
        strict = !type.group().isEmpty();
        fields =
                strict
                        ? new Field("regarding", "note", "reportingController")
                        : new Field("involvedObject", "message", "reportingComponent");
    }

    @Override
    protected NameRule names() {
        return strict ? super.names() : Names.ANY;
    }

    @Override
    protected boolean tellsMetadataTwice() {
        return strict;
    }

    @Override
    protected void check(Place event) {
        namespace(event);
        if (event.at("eventTime").empty()) {
            if (strict) {
                event.at("eventTime").required("");
            }
            return;
        }
        Place reporter = event.at(fields.reporter());
        reporter.requireText();
        reporter.check(Names.QUALIFIED_NAME);
        limited(event.at("reportingInstance"), LONGEST);
        limited(event.at("action"), LONGEST);
        limited(event.at("reason"), LONGEST);
        Place message = event.at(fields.message()).named("message");
        if (message.text().length() > LONGEST_NOTE) {
            message.invalid("can have at most 1024 characters");
        }
        if (strict) {
            strictly(event);
        }
    }

    private static void limited(Place text, int longest) {
        if (text.requireText() && text.text().length() > longest) {
            text.invalid("can have at most " + longest + " characters");
        }
    }

    private static void strictly(Place event) {
        Place type = event.at("type");
        if (!Set.of("Normal", "Warning").contains(type.text())) {
            type.invalid("has invalid value: " + type.text());
        }
        for (String old : List.of("deprecatedFirstTimestamp", "deprecatedLastTimestamp")) {
            if (!event.at(old).empty()) {
                event.at(old).named(internal(old)).invalid("needs to be unset");
            }
        }
        if (event.at("deprecatedCount").number() != 0) {
            event.at("deprecatedCount").named("count").invalid("needs to be unset");
        }
        if (!event.at("deprecatedSource").empty()) {
            event.at("deprecatedSource").named("source").invalid("needs to be unset");
        }
    }

    private static String internal(String deprecated) {
        String rest = deprecated.substring("deprecated".length());
        return Character.toLowerCase(rest.charAt(0)) + rest.substring(1);
    }

    private void namespace(Place event) {
        Place object = event.at(fields.object()).at("namespace").named("involvedObject.namespace");
        String own = event.at("metadata").at("namespace").text();
        boolean right =
                object.empty() ? own.isEmpty() || own.equals("default") : own.equals(object.text());
        if (!right) {
            object.invalid("does not match event.namespace");
        }
    }

    @Override
    protected void checkChange(Place event, ObjectNode stored) {
        if (!strict) {
            check(event);
            return;
        }
        namespace(event);
        for (String field :
                List.of(
                        "regarding",
                        "reason",
                        "note",
                        "deprecatedSource",
                        "deprecatedFirstTimestamp",
                        "deprecatedLastTimestamp",
                        "deprecatedCount",
                        "type",
                        "eventTime",
                        "action",
                        "related",
                        "reportingController",
                        "reportingInstance")) {
            JsonNode before = stored.path(field);
            event.at(field).named(served(field)).unchanged(before);
        }
    }

    /** How a changed field is named, which is by its stored name. */
    private static String served(String field) {
        return switch (field) {
            case "regarding" -> "involvedObject";
            case "note" -> "message";
            default -> field.startsWith("deprecated") ? internal(field) : field;
        };
    }
}
