package dev.gantry.state.admission.kinds.access;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.NameRule;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Same;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** RoleBinding and ClusterRoleBinding. Kubernetes: "Using RBAC Authorization". */
public final class BindingRules extends ObjectRules {

    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final Set<String> SUBJECTS = Set.of("Group", "ServiceAccount", "User");

    public BindingRules(ResourceType type) {
        super(type);
    }

    @Override
    protected NameRule names() {
        return Names.PATH_SEGMENT;
    }

    @Override
    public void defaults(ObjectNode object) {
        empty(Json.child(object, "roleRef"), "apiGroup", GROUP);
        for (JsonNode each : object.path("subjects")) {
            if (each instanceof ObjectNode subject
                    && Set.of("User", "Group").contains(subject.path("kind").asString(""))) {
                empty(subject, "apiGroup", GROUP);
            }
        }
    }

    @Override
    protected void check(Place object) {
        Place role = object.at("roleRef");
        if (!role.at("apiGroup").text().equals(GROUP)) {
            role.at("apiGroup").unsupported(Set.of(GROUP));
        }
        Set<String> kinds =
                type().namespaced() ? Set.of("ClusterRole", "Role") : Set.of("ClusterRole");
        if (!kinds.contains(role.at("kind").text())) {
            role.at("kind").unsupported(kinds);
        }
        role.at("name").requireText(Names.PATH_SEGMENT);
        object.at("subjects").items().forEach(this::subject);
    }

    private void subject(Place subject) {
        Place name = subject.at("name");
        name.requireText();
        Place group = subject.at("apiGroup");
        switch (subject.at("kind").text()) {
            case "ServiceAccount" -> {
                if (!name.empty()) {
                    name.check(Names.DNS_SUBDOMAIN);
                }
                if (!group.empty()) {
                    group.unsupported(Set.of(""));
                }
                if (!type().namespaced() && subject.at("namespace").empty()) {
                    subject.at("namespace").required("");
                }
            }
            case "User", "Group" -> {
                if (!group.text().equals(GROUP)) {
                    group.unsupported(Set.of(GROUP));
                }
            }
            default -> subject.at("kind").unsupported(SUBJECTS);
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        check(object);
        if (!Same.value(object.at("roleRef").node(), stored.path("roleRef"))) {
            object.at("roleRef").invalid("cannot change roleRef");
        }
    }
}
