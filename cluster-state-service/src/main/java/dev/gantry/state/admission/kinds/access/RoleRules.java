package dev.gantry.state.admission.kinds.access;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.NameRule;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Selectors;

/** Role and ClusterRole. Kubernetes: "Using RBAC Authorization". */
public final class RoleRules extends ObjectRules {

    public RoleRules(ResourceType type) {
        super(type);
    }

    @Override
    protected NameRule names() {
        return Names.PATH_SEGMENT;
    }

    @Override
    protected void check(Place object) {
        object.at("rules").items().forEach(this::rule);
        Place aggregation = object.at("aggregationRule");
        if (aggregation.present()) {
            Place selectors = aggregation.at("clusterRoleSelectors");
            if (selectors.empty()) {
                selectors.required(
                        "at least one clusterRoleSelector required if aggregationRule is non-nil");
            }
            selectors.items().forEach(Selectors::check);
        }
    }

    private void rule(Place rule) {
        if (rule.at("verbs").empty()) {
            rule.at("verbs").required("verbs must contain at least one value");
        }
        Place urls = rule.at("nonResourceURLs");
        if (!urls.empty()) {
            if (type().namespaced()) {
                urls.invalid("namespaced rules cannot apply to non-resource URLs");
            }
            boolean resources =
                    !rule.at("apiGroups").empty()
                            || !rule.at("resources").empty()
                            || !rule.at("resourceNames").empty();
            if (resources) {
                urls.invalid("rules cannot apply to both regular resources and non-resource URLs");
            }
            return;
        }
        if (rule.at("apiGroups").empty()) {
            rule.at("apiGroups").required("resource rules must supply at least one api group");
        }
        if (rule.at("resources").empty()) {
            rule.at("resources").required("resource rules must supply at least one resource");
        }
    }
}
