package dev.gantry.state.admission.kinds.extension;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.NameRule;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import tools.jackson.databind.node.ObjectNode;

/** APIService. Kubernetes: "Kubernetes API Aggregation Layer". */
public final class ApiServiceRules extends ObjectRules {

    private static final int PORT = 443;
    private static final long HIGHEST_GROUP_PRIORITY = 20_000;
    private static final long HIGHEST_VERSION_PRIORITY = 1000;

    public ApiServiceRules(ResourceType type) {
        super(type);
    }

    @Override
    protected NameRule names() {
        return Names.PATH_SEGMENT;
    }

    @Override
    public void defaults(ObjectNode object) {
        if (spec(object).get("service") instanceof ObjectNode service) {
            absent(service, "port", PORT);
        }
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        Place group = spec.at("group");
        Place version = spec.at("version");
        Place name = object.at("metadata").at("name");
        String expected = version.text() + "." + group.text();
        if (!name.text().equals(expected)) {
            name.invalid("must be `spec.version+\".\"+spec.group`: \"" + expected + "\"");
        }
        if (!group.empty()) {
            group.check(Names.DNS_SUBDOMAIN);
        } else if (!version.text().equals("v1")) {
            group.required("only v1 may have an empty group and it better be legacy kube");
        }
        version.check(Names.DNS_1035_LABEL);
        priority(spec.at("groupPriorityMinimum"), HIGHEST_GROUP_PRIORITY);
        priority(spec.at("versionPriority"), HIGHEST_VERSION_PRIORITY);
        service(spec);
    }

    private static void priority(Place priority, long highest) {
        if (priority.number() <= 0 || priority.number() > highest) {
            priority.invalid("must be positive and less than " + highest);
        }
    }

    private static void service(Place spec) {
        boolean bundle = !spec.at("caBundle").empty();
        Place insecure = spec.at("insecureSkipTLSVerify");
        if (!spec.at("service").present()) {
            if (bundle) {
                spec.at("caBundle").invalid("local APIServices may not have a caBundle");
            }
            if (insecure.flag()) {
                insecure.invalid("local APIServices may not have insecureSkipTLSVerify");
            }
            return;
        }
        Place service = spec.at("service");
        service.at("namespace").requireText();
        service.at("name").requireText();
        service.at("port").between(1, 65535);
        if (insecure.flag() && bundle) {
            insecure.invalid("may not be true if caBundle is present");
        }
    }
}
