package dev.gantry.state.admission.kinds.extension;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.expression.Expressions;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Selectors;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Validating and mutating webhook configurations. Kubernetes: "Dynamic Admission Control". */
public final class WebhookRules extends ObjectRules {

    private static final int TIMEOUT_SECONDS = 10;
    private static final int LONGEST_TIMEOUT_SECONDS = 30;
    private static final int PORT = 443;
    private static final Set<String> VERSIONS = Set.of("v1", "v1beta1");

    private final boolean mutating;
    private final Expressions expressions;

    public WebhookRules(ResourceType type, Expressions expressions) {
        super(type);
        this.mutating = type.kind().startsWith("Mutating");
        this.expressions = expressions;
    }

    @Override
    protected boolean tellsMetadataTwice() {
        return false;
    }

    @Override
    public void defaults(ObjectNode object) {
        for (JsonNode each : object.path("webhooks")) {
            if (each instanceof ObjectNode hook) {
                hook(hook);
            }
        }
    }

    private void hook(ObjectNode hook) {
        absent(hook, "failurePolicy", "Fail");
        absent(hook, "matchPolicy", "Equivalent");
        Json.child(hook, "namespaceSelector");
        Json.child(hook, "objectSelector");
        absent(hook, "timeoutSeconds", TIMEOUT_SECONDS);
        if (mutating) {
            absent(hook, "reinvocationPolicy", "Never");
        }
        hook.path("rules").forEach(MatchedResources::scope);
        if (hook.path("clientConfig").path("service") instanceof ObjectNode service) {
            absent(service, "port", PORT);
        }
    }

    @Override
    protected void check(Place object) {
        Place hooks = object.at("webhooks");
        hooks.noDuplicates("name");
        hooks.items().forEach(this::hook);
    }

    private void hook(Place hook) {
        versions(hook.at("admissionReviewVersions"));
        Place name = hook.at("name");
        if (name.requireText()) {
            Names.DNS_SUBDOMAIN.problems(name.text()).forEach(name::invalid);
            if (name.text().split("\\.", -1).length < 3) {
                name.invalid("should be a domain with at least three segments separated by dots");
            }
        }
        hook.at("rules").items().forEach(MatchedResources::rule);
        hook.at("failurePolicy").oneOf(Set.of("Fail", "Ignore"));
        hook.at("matchPolicy").oneOf(Set.of("Equivalent", "Exact"));
        hook.at("reinvocationPolicy").oneOf(Set.of("IfNeeded", "Never"));
        Place effects = hook.at("sideEffects");
        if (effects.empty()) {
            effects.required("must specify one of None, NoneOnDryRun");
        } else {
            effects.oneOf(Set.of("None", "NoneOnDryRun"));
        }
        Place timeout = hook.at("timeoutSeconds");
        if (timeout.present()
                && (timeout.number() < 1 || timeout.number() > LONGEST_TIMEOUT_SECONDS)) {
            timeout.invalid("the timeout value must be between 1 and 30 seconds");
        }
        Selectors.check(hook.at("namespaceSelector"));
        Selectors.check(hook.at("objectSelector"));
        ClientRules.check(hook.at("clientConfig"));
        MatchConditions.check(hook.at("matchConditions"), expressions, Set.of());
    }

    private static void versions(Place versions) {
        if (versions.empty()) {
            versions.required("must specify one of v1, v1beta1");
            return;
        }
        versions.items().forEach(v -> v.check(Names.DNS_1035_LABEL));
        versions.noDuplicates();
        if (versions.texts().stream().noneMatch(VERSIONS::contains)) {
            versions.invalid("must include at least one of v1, v1beta1");
        }
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        return List.of();
    }
}
