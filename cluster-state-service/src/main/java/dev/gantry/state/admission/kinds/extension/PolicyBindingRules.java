package dev.gantry.state.admission.kinds.extension;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Selectors;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Bindings of admission policies. Kubernetes: "Validating Admission Policy". */
public final class PolicyBindingRules extends ObjectRules {

    private static final Set<String> ACTIONS = Set.of("Audit", "Deny", "Warn");

    private final boolean mutating;

    public PolicyBindingRules(ResourceType type) {
        super(type);
        this.mutating = type.kind().startsWith("Mutating");
    }

    @Override
    protected boolean tellsMetadataTwice() {
        return false;
    }

    @Override
    public void defaults(ObjectNode object) {
        MatchedResources.defaults(spec(object).path("matchResources"));
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        Place policy = spec.at("policyName");
        if (policy.requireText()) {
            policy.check(Names.DNS_SUBDOMAIN);
        }
        if (spec.at("paramRef").present()) {
            parameters(spec.at("paramRef"));
        }
        if (spec.at("matchResources").present()) {
            MatchedResources.check(spec.at("matchResources"), false);
        }
        if (!mutating) {
            actions(spec.at("validationActions"));
        }
    }

    private static void parameters(Place ref) {
        boolean named = !ref.at("name").empty();
        boolean selected = ref.at("selector").present();
        if (named) {
            ref.at("name").check(Names.PATH_SEGMENT);
        }
        if (named && selected) {
            ref.at("name").forbidden("name and selector are mutually exclusive");
            ref.at("selector").forbidden("name and selector are mutually exclusive");
        } else if (!named && !selected) {
            ref.required("one of name or selector must be specified");
        }
        Selectors.check(ref.at("selector"));
        Place missing = ref.at("parameterNotFoundAction");
        if (missing.empty()) {
            missing.required("");
        } else {
            missing.oneOf(Set.of("Allow", "Deny"));
        }
    }

    private static void actions(Place actions) {
        if (actions.empty()) {
            actions.required("");
        }
        Set<String> seen = new HashSet<>();
        for (Place action : actions.items()) {
            if (!ACTIONS.contains(action.text())) {
                action.unsupported(ACTIONS);
            }
            if (!seen.add(action.text())) {
                action.duplicate();
            }
        }
        if (seen.contains("Deny") && seen.contains("Warn")) {
            actions.invalid(
                    "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)");
        }
    }
}
