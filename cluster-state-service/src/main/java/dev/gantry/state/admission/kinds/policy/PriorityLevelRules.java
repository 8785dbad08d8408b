package dev.gantry.state.admission.kinds.policy;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Place;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** PriorityLevelConfiguration. Kubernetes: "API Priority and Fairness". */
public final class PriorityLevelRules extends ObjectRules {

    private static final int SHARES = 30;
    private static final int QUEUES = 64;
    private static final int HAND_SIZE = 8;
    private static final int QUEUE_LENGTH = 50;
    private static final String EXEMPT = "exempt";

    public PriorityLevelRules(ResourceType type) {
        super(type);
    }

    @Override
    public void defaults(ObjectNode object) {
        ObjectNode spec = spec(object);
        if (spec.get("limited") instanceof ObjectNode limited) {
            absent(limited, "nominalConcurrencyShares", SHARES);
            absent(limited, "lendablePercent", 0);
            if (limited.path("limitResponse").path("queuing") instanceof ObjectNode queuing) {
                number(queuing, "queues", QUEUES);
                number(queuing, "handSize", HAND_SIZE);
                number(queuing, "queueLengthLimit", QUEUE_LENGTH);
            }
        }
        if (spec.path("type").asString("").equals("Exempt")) {
            ObjectNode exempt = Json.child(spec, EXEMPT);
            absent(exempt, "nominalConcurrencyShares", 0);
            absent(exempt, "lendablePercent", 0);
        }
    }

    private static void number(ObjectNode object, String field, int value) {
        if (object.path(field).asInt(0) == 0) {
            object.put(field, value);
        }
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        Place type = spec.at("type");
        boolean exempt = object.at("metadata").at("name").text().equals(EXEMPT);
        switch (type.text()) {
            case "Exempt" -> {
                if (!exempt) {
                    type.invalid("type must be 'Limited' for all but the level named 'exempt'");
                }
                if (spec.at("limited").present()) {
                    spec.at("limited").forbidden("must be nil if the type is not Limited");
                }
                shares(spec.at(EXEMPT));
            }
            case "Limited" -> {
                if (exempt) {
                    type.invalid("type must be 'Exempt' for the level named 'exempt'");
                }
                if (spec.at(EXEMPT).present()) {
                    spec.at(EXEMPT).forbidden("must be nil if the type is Limited");
                }
                if (!spec.at("limited").present()) {
                    spec.at("limited").required("must not be empty when type is Limited");
                } else {
                    limited(spec.at("limited"));
                }
            }
            case "" -> type.required("");
            default -> type.unsupported(Set.of("Exempt", "Limited"));
        }
    }

    private static void shares(Place limits) {
        limits.at("nominalConcurrencyShares").nonNegative();
        limits.at("lendablePercent").between(0, 100);
    }

    private static void limited(Place limited) {
        shares(limited);
        limited.at("borrowingLimitPercent").nonNegative();
        Place response = limited.at("limitResponse");
        Place queuing = response.at("queuing");
        switch (response.at("type").text()) {
            case "" -> response.at("type").required("");
            case "Reject" -> {
                if (queuing.present()) {
                    queuing.forbidden("must be nil if limited.limitResponse.type is not Queue");
                }
            }
            case "Queue" -> {
                if (!queuing.present()) {
                    queuing.required("must not be empty if limited.limitResponse.type is Queue");
                } else {
                    queuing(queuing);
                }
            }
            default -> response.at("type").unsupported(Set.of("Queue", "Reject"));
        }
    }

    private static void queuing(Place queuing) {
        for (String field : java.util.List.of("queueLengthLimit", "queues", "handSize")) {
            if (queuing.at(field).number() <= 0) {
                queuing.at(field).invalid("must be positive");
            }
        }
        Place queues = queuing.at("queues");
        Place hand = queuing.at("handSize");
        if (queues.number() > 10_000_000) {
            queues.invalid("must not be greater than 10000000");
        } else if (hand.number() > 0 && queues.number() > 0 && hand.number() > queues.number()) {
            hand.invalid("should not be greater than queues (%d)".formatted(queues.number()));
        }
    }
}
