package dev.gantry.state.admission.kinds.extension;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.expression.Expressions;
import dev.gantry.state.admission.expression.Expressions.Result;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** ValidatingAdmissionPolicy and MutatingAdmissionPolicy. Kubernetes: pages of the same names. */
public final class PolicyRules extends ObjectRules {

    private static final Set<String> REASONS =
            Set.of("Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized");
    private static final String PARAMS = "params";
    private static final String VARIABLES = "variables";

    private final boolean mutating;
    private final Expressions expressions;

    public PolicyRules(ResourceType type, Expressions expressions) {
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
        ObjectNode spec = spec(object);
        absent(spec, "failurePolicy", "Fail");
        MatchedResources.defaults(spec.path("matchConstraints"));
    }

    /** Labels and the like are not changed through status. */
    @Override
    public void prepareForStatusUpdate(ObjectNode object, ObjectNode stored) {
        super.prepareForStatusUpdate(object, stored);
        onlyStatus(object, stored);
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        spec.at("failurePolicy").oneOf(Set.of("Fail", "Ignore"));
        if (spec.at("paramKind").present()) {
            paramKind(spec.at("paramKind"));
        }
        Place match = spec.at("matchConstraints");
        if (match.present()) {
            MatchedResources.check(match, true);
        } else {
            match.required("");
        }
        Set<String> base = new HashSet<>();
        if (spec.at("paramKind").present()) {
            base.add(PARAMS);
        }
        MatchConditions.check(spec.at("matchConditions"), expressions, base);
        Set<String> names = new HashSet<>(base);
        names.add(VARIABLES);
        variables(spec.at(VARIABLES), base);
        if (mutating) {
            mutations(spec, names);
        } else {
            validations(spec, names);
        }
    }

    private static void paramKind(Place kind) {
        Place version = kind.at("apiVersion");
        if (version.requireText()) {
            String[] parts = version.text().split("/", -1);
            if (parts.length > 2) {
                version.invalid("unexpected GroupVersion string: " + version.text());
            } else {
                if (parts.length == 2) {
                    Names.DNS_SUBDOMAIN.problems(parts[0]).forEach(version::invalid);
                }
                Names.DNS_1035_LABEL.problems(parts[parts.length - 1]).forEach(version::invalid);
            }
        }
        Place name = kind.at("kind");
        if (name.requireText()) {
            Names.DNS_1035_LABEL
                    .problems(name.text().toLowerCase(Locale.ROOT))
                    .forEach(name::invalid);
        }
    }

    private void variables(Place variables, Set<String> base) {
        Set<String> known = new HashSet<>(base);
        known.add(VARIABLES);
        Set<String> names = new HashSet<>();
        for (Place each : variables.items()) {
            Place name = each.at("name");
            if (name.text().strip().isEmpty()) {
                name.required("name is not specified");
            } else {
                if (!Names.C_IDENTIFIER.holds(name.text())) {
                    name.invalid("name is not a valid CEL identifier");
                }
                if (!names.add(name.text())) {
                    name.duplicate();
                }
            }
            compile(each.at("expression"), known, Result.ANY);
        }
    }

    /** The expression must be there and make sense. */
    private void compile(Place expression, Set<String> variables, Result result) {
        if (expression.text().strip().isEmpty()) {
            expression.required("expression is not specified");
        } else {
            expressions.problems(expression.text(), variables, result).forEach(expression::invalid);
        }
    }

    private void validations(Place spec, Set<String> variables) {
        Place validations = spec.at("validations");
        Place annotations = spec.at("auditAnnotations");
        if (validations.empty() && annotations.empty()) {
            validations.required("validations or auditAnnotations must contain at least one item");
            annotations.required("validations or auditAnnotations must contain at least one item");
        }
        for (Place each : validations.items()) {
            compile(each.at("expression"), variables, Result.BOOL);
            if (each.at("messageExpression").present()) {
                compile(each.at("messageExpression"), variables, Result.STRING);
            }
            Place message = each.at("message");
            if (message.present() && message.text().strip().isEmpty()) {
                message.invalid("message must be non-empty if specified");
            } else if (message.text().contains("\n")) {
                message.invalid("message must not contain line breaks");
            } else if (each.at("expression").text().contains("\n") && message.empty()) {
                message.required("message must be specified if expression contains line breaks");
            }
            each.at("reason").oneOf(REASONS);
        }
        annotations.noDuplicates("key");
        for (Place each : annotations.items()) {
            Place key = each.at("key");
            if (key.requireText()) {
                key.check(Names.QUALIFIED_NAME);
            }
            compile(each.at("valueExpression"), variables, Result.STRING);
        }
    }

    private void mutations(Place spec, Set<String> variables) {
        Place policy = spec.at("reinvocationPolicy");
        policy.requireOneOf(Set.of("IfNeeded", "Never"));
        Place mutations = spec.at("mutations");
        if (mutations.empty()) {
            mutations.required("mutations must contain at least one item");
        }
        for (Place each : mutations.items()) {
            switch (each.at("patchType").text()) {
                case "" -> each.at("patchType").required("");
                case "ApplyConfiguration" -> mutation(each, "applyConfiguration", variables);
                case "JSONPatch" -> mutation(each, "jsonPatch", variables);
                default ->
                        each.at("patchType").unsupported(Set.of("ApplyConfiguration", "JSONPatch"));
            }
        }
    }

    private void mutation(Place mutation, String field, Set<String> variables) {
        Place patch = mutation.at(field);
        String other = field.equals("jsonPatch") ? "applyConfiguration" : "jsonPatch";
        if (!patch.present()) {
            patch.required(
                    "must be specified when patchType is " + mutation.at("patchType").text());
        } else {
            compile(patch.at("expression"), variables, Result.PATCH);
        }
        if (mutation.at(other).present()) {
            mutation.at(other)
                    .invalid(
                            "must not be specified when patchType is "
                                    + mutation.at("patchType").text());
        }
    }
}
