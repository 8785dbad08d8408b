package dev.gantry.state.admission.kinds.core;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.kinds.pod.ResourceRules;
import dev.gantry.state.admission.validation.Place;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** ResourceQuota. Kubernetes: "Resource Quotas". */
public final class ResourceQuotaRules extends ObjectRules {

    private static final Set<String> COMPUTE =
            Set.of(
                    "cpu",
                    "memory",
                    "ephemeral-storage",
                    "requests.cpu",
                    "requests.memory",
                    "requests.ephemeral-storage",
                    "limits.cpu",
                    "limits.memory",
                    "limits.ephemeral-storage",
                    "pods",
                    "count/pods");
    private static final Set<String> COUNTS =
            Set.of(
                    "resourcequotas",
                    "services",
                    "replicationcontrollers",
                    "secrets",
                    "persistentvolumeclaims",
                    "configmaps",
                    "services.nodeports",
                    "services.loadbalancers",
                    "requests.storage");
    private static final Set<String> SCOPES =
            Set.of(
                    "Terminating",
                    "NotTerminating",
                    "BestEffort",
                    "NotBestEffort",
                    "PriorityClass",
                    "CrossNamespacePodAffinity",
                    "VolumeAttributesClass");
    private static final Set<String> ONLY_EXISTS =
            Set.of(
                    "BestEffort",
                    "NotBestEffort",
                    "Terminating",
                    "NotTerminating",
                    "CrossNamespacePodAffinity");

    public ResourceQuotaRules(ResourceType type) {
        super(type);
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        amounts(spec.at("hard"));
        Collection<String> hard =
                spec.at("hard").entries().stream().map(Map.Entry::getKey).toList();
        scopes(spec.at("scopes"), spec.at("scopes").texts(), hard);
        selector(spec.at("scopeSelector").at("matchExpressions"), hard);
    }

    private static void amounts(Place amounts) {
        for (Map.Entry<String, Place> each : amounts.entries()) {
            ResourceRules.name(each.getKey(), each.getValue());
            if (each.getKey().indexOf('/') < 0 && !isOfQuota(each.getKey())) {
                Place at = each.getValue();
                at.problems()
                        .invalid(at.path(), each.getKey(), "must be a standard resource for quota");
            }
            ResourceRules.quantity(each.getKey(), each.getValue());
        }
    }

    private static boolean isOfQuota(String name) {
        return COMPUTE.contains(name)
                || COUNTS.contains(name)
                || name.startsWith("hugepages-")
                || name.startsWith("requests.hugepages-");
    }

    private static void scopes(Place at, List<String> scopes, Collection<String> hard) {
        for (String scope : new TreeSet<>(scopes)) {
            if (!SCOPES.contains(scope)) {
                at.invalid("unsupported scope");
                continue;
            }
            for (String resource : hard) {
                if (!limits(scope, resource)) {
                    at.invalid("unsupported scope applied to resource");
                }
            }
        }
        for (String scope : List.of("BestEffort", "Terminating")) {
            if (scopes.contains(scope) && scopes.contains("Not" + scope)) {
                at.invalid("conflicting scopes");
            }
        }
    }

    /** Whether a resource can be counted under a scope. */
    private static boolean limits(String scope, String resource) {
        return switch (scope) {
            case "BestEffort" -> resource.equals("pods") || resource.equals("count/pods");
            case "VolumeAttributesClass" ->
                    resource.equals("persistentvolumeclaims")
                            || resource.equals("requests.storage")
                            || resource.equals("count/persistentvolumeclaims");
            default -> COMPUTE.contains(resource) || resource.startsWith("hugepages-");
        };
    }

    private static void selector(Place expressions, Collection<String> hard) {
        for (Place item : expressions.items()) {
            Place each = item.named(expressions.path());
            String scope = each.at("scopeName").text();
            scopes(each.at("scopeName"), List.of(scope), hard);
            String operator = each.at("operator").text();
            Place values = each.at("values");
            if (ONLY_EXISTS.contains(scope) && !operator.equals("Exists")) {
                each.at("operator")
                        .invalid(
                                "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating,"
                                        + " ResourceQuotaScopeNotTerminating,"
                                        + " ResourceQuotaScopeBestEffort,"
                                        + " ResourceQuotaScopeNotBestEffort or"
                                        + " ResourceQuotaScopeCrossNamespacePodAffinity");
            }
            operator(each.at("operator"), operator, values);
        }
    }

    private static void operator(Place at, String operator, Place values) {
        switch (operator) {
            case "In", "NotIn" -> {
                if (values.empty()) {
                    values.required(
                            "must be at least one value when `operator` is 'In' or 'NotIn' for scope"
                                    + " selector");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.empty()) {
                    values.invalid(
                            "must be no value when `operator` is 'Exists' or 'DoesNotExist' for scope"
                                    + " selector");
                }
            }
            default -> at.invalid("not a valid selector operator");
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        check(object);
        Set<String> now = new TreeSet<>(object.at("spec").at("scopes").texts());
        Set<String> before = new TreeSet<>(Json.texts(stored.path("spec").path("scopes")));
        if (!now.equals(before)) {
            object.at("spec").at("scopes").invalid("field is immutable");
        }
    }

    @Override
    protected void checkStatus(Place object, ObjectNode stored) {
        amounts(object.at("status").at("hard"));
        amounts(object.at("status").at("used"));
    }
}
