package dev.gantry.state.admission.kinds.network;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Addresses;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Ingress. Kubernetes: "Ingress". */
public final class IngressRules extends ObjectRules {

    private static final String CLASS_ANNOTATION = "kubernetes.io/ingress.class";
    private static final List<String> NOT_WITHIN = List.of("//", "/./", "/../", "%2f", "%2F");
    private static final List<String> NOT_AT_END = List.of("/..", "/.");
    private static final Set<String> PATH_TYPES =
            Set.of("Exact", "ImplementationSpecific", "Prefix");

    public IngressRules(ResourceType type) {
        super(type);
    }

    @Override
    protected void check(Place object) {
        spec(object.at("spec"));
        Place annotation = object.at("metadata").at("annotations").key(CLASS_ANNOTATION);
        if (annotation.present() && object.at("spec").at("ingressClassName").present()) {
            annotation
                    .named("annotations." + CLASS_ANNOTATION)
                    .invalid("can not be set when the class field is also set");
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        spec(object.at("spec"));
    }

    private static void spec(Place spec) {
        Place backend = spec.at("defaultBackend");
        if (spec.at("rules").empty() && !backend.present()) {
            spec.invalid("either `defaultBackend` or `rules` must be specified");
        }
        if (backend.present()) {
            backend(backend);
        }
        spec.at("rules").items().forEach(IngressRules::rule);
        for (Place tls : spec.at("tls").items()) {
            tls.at("hosts").items().forEach(IngressRules::host);
            if (!tls.at("secretName").empty()) {
                tls.at("secretName").check(Names.DNS_SUBDOMAIN);
            }
        }
        if (spec.at("ingressClassName").present()) {
            spec.at("ingressClassName").check(Names.DNS_SUBDOMAIN);
        }
    }

    private static void host(Place host) {
        host.check(host.text().contains("*") ? Names.WILDCARD_SUBDOMAIN : Names.DNS_SUBDOMAIN);
    }

    private static void rule(Place rule) {
        Place host = rule.at("host");
        if (!host.empty()) {
            if (Addresses.parse(host.text()) != null) {
                host.invalid("must be a DNS name, not an IP address");
            }
            host(host);
        }
        if (!rule.at("http").present()) {
            return;
        }
        Place paths = rule.at("http").at("paths");
        if (paths.empty()) {
            paths.required("");
        }
        for (Place path : paths.items()) {
            path(path.at("path"), path.at("pathType"));
            backend(path.at("backend"));
        }
    }

    private static void path(Place path, Place type) {
        if (!type.present()) {
            type.required("pathType must be specified");
            return;
        }
        switch (type.text()) {
            case "Exact", "Prefix" -> absolute(path);
            case "ImplementationSpecific" -> {
                if (!path.empty() && !path.text().startsWith("/")) {
                    path.invalid("must be an absolute path");
                }
            }
            default -> type.unsupported(PATH_TYPES);
        }
    }

    private static void absolute(Place path) {
        if (!path.text().startsWith("/")) {
            path.invalid("must be an absolute path");
        }
        for (String part : NOT_WITHIN) {
            if (path.text().contains(part)) {
                path.invalid("must not contain '" + part + "'");
            }
        }
        for (String end : NOT_AT_END) {
            if (path.text().endsWith(end)) {
                path.invalid("cannot end with '" + end + "'");
            }
        }
    }

    private static void backend(Place backend) {
        Place service = backend.at("service");
        Place resource = backend.at("resource");
        if (service.present() && resource.present()) {
            backend.invalid("cannot set both resource and service backends");
        } else if (resource.present()) {
            resource.at("name").requireText();
            resource.at("kind").requireText();
        } else {
            service(service);
        }
    }

    private static void service(Place service) {
        service.at("name").requireText(Names.DNS_LABEL);
        Place port = service.at("port");
        Place name = port.at("name");
        Place number = port.at("number");
        boolean numbered = number.number() != 0;
        if (!name.empty() && numbered) {
            port.invalid("cannot set both port name & port number");
        } else if (!name.empty()) {
            name.check(Names.PORT_NAME);
        } else if (numbered) {
            number.between(1, 65535);
        } else {
            port.required("port name or number is required");
        }
    }

    @Override
    protected void checkStatus(Place object, ObjectNode stored) {
        for (Place point : object.at("status").at("loadBalancer").at("ingress").items()) {
            if (!point.at("ip").empty()) {
                point.at("ip").check(Addresses.IP);
            }
            Place name = point.at("hostname");
            if (!name.empty()) {
                if (Addresses.parse(name.text()) != null) {
                    name.invalid("must be a DNS name, not an IP address");
                }
                name.check(Names.DNS_SUBDOMAIN);
            }
        }
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        boolean annotated = object.path("metadata").path("annotations").has(CLASS_ANNOTATION);
        return annotated
                ? List.of(
                        "annotation \"kubernetes.io/ingress.class\" is deprecated, please use"
                                + " 'spec.ingressClassName' instead")
                : List.of();
    }
}
