package dev.gantry.state.admission.kinds.pod;

import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Variables of a container, and what refers to fields and keys. Kubernetes: "Define Environment
 * Variables", "Downward API". Pure.
 */
final class EnvironmentRules {

    private static final Set<String> ENVIRONMENT_FIELDS =
            Set.of(
                    "metadata.name",
                    "metadata.namespace",
                    "metadata.uid",
                    "spec.nodeName",
                    "spec.serviceAccountName",
                    "status.hostIP",
                    "status.hostIPs",
                    "status.podIP",
                    "status.podIPs");
    private static final Set<String> FILE_FIELDS =
            Set.of(
                    "metadata.name",
                    "metadata.namespace",
                    "metadata.uid",
                    "metadata.labels",
                    "metadata.annotations");
    private static final Set<String> RESOURCES =
            Set.of(
                    "limits.cpu",
                    "limits.memory",
                    "limits.ephemeral-storage",
                    "requests.cpu",
                    "requests.memory",
                    "requests.ephemeral-storage");
    private static final Pattern SUBSCRIPTED = Pattern.compile("(.*)\\['(.*)'\\]");
    private static final List<String> SOURCES =
            List.of(
                    "fieldRef",
                    "resourceFieldRef",
                    "configMapKeyRef",
                    "secretKeyRef",
                    "fileKeyRef");

    private EnvironmentRules() {}

    static void variables(Place env) {
        for (Place variable : env.items()) {
            variable.at("name").requireText(Names.ENVIRONMENT_NAME);
            if (variable.at("valueFrom").present()) {
                source(variable.at("valueFrom"), !variable.at("value").empty());
            }
        }
    }

    private static void source(Place source, boolean hasValue) {
        List<String> given = SOURCES.stream().filter(s -> source.at(s).present()).toList();
        Place field = source.at("fieldRef");
        if (field.present()) {
            field(field, ENVIRONMENT_FIELDS);
        }
        if (source.at("resourceFieldRef").present()) {
            resource(source.at("resourceFieldRef"), false);
        }
        for (String keyed : List.of("configMapKeyRef", "secretKeyRef")) {
            if (source.at(keyed).present()) {
                key(source.at(keyed));
            }
        }
        Place named = source.saying("");
        if (given.isEmpty()) {
            named.invalid(
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`,"
                            + " `secretKeyRef` or `fileKeyRef`");
        } else if (hasValue) {
            named.invalid("may not be specified when `value` is not empty");
        } else if (given.size() > 1) {
            named.invalid("may not have more than one field specified at a time");
        }
    }

    private static void key(Place ref) {
        ref.at("name").check(Names.DNS_SUBDOMAIN);
        ref.at("key").requireText(Names.CONFIG_KEY);
    }

    static void sources(Place envFrom) {
        for (Place each : envFrom.items()) {
            if (!each.at("prefix").empty()) {
                each.at("prefix").check(Names.ENVIRONMENT_NAME);
            }
            int given = 0;
            for (String ref : List.of("configMapRef", "secretRef")) {
                if (each.at(ref).present()) {
                    given++;
                    each.at(ref).at("name").check(Names.DNS_SUBDOMAIN);
                }
            }
            Place list = envFrom.saying("");
            if (given == 0) {
                list.invalid("must specify one of: `configMapRef` or `secretRef`");
            } else if (given > 1) {
                list.invalid("may not have more than one field specified at a time");
            }
        }
    }

    /** A field of the pod as a file shows it. */
    static void fileField(Place ref) {
        field(ref, FILE_FIELDS);
    }

    private static void field(Place ref, Set<String> supported) {
        if (ref.at("apiVersion").requireText()) {
            Place path = ref.at("fieldPath");
            if (path.requireText()) {
                fieldPath(path, supported);
            }
        }
    }

    private static void fieldPath(Place path, Set<String> supported) {
        Matcher subscript = SUBSCRIPTED.matcher(path.text());
        if (subscript.matches()) {
            subscripted(path, subscript.group(1), subscript.group(2));
        } else if (!ENVIRONMENT_FIELDS.contains(path.text())
                && !FILE_FIELDS.contains(path.text())) {
            path.invalid("error converting fieldPath: field label not supported: " + path.text());
        } else if (!supported.contains(path.text())) {
            path.unsupported(supported);
        }
    }

    private static void subscripted(Place path, String field, String key) {
        switch (field) {
            case "metadata.annotations" ->
                    Names.QUALIFIED_NAME
                            .problems(key.toLowerCase(Locale.ROOT))
                            .forEach(path::invalid);
            case "metadata.labels" -> Names.QUALIFIED_NAME.problems(key).forEach(path::invalid);
            default ->
                    path.invalid(
                            "error converting fieldPath: field label does not support subscript");
        }
    }

    /** An amount of a container's resources. */
    static void resource(Place ref, boolean inFile) {
        if (inFile && ref.at("containerName").empty()) {
            ref.at("containerName").required("");
        } else if (ref.at("resource").requireText()) {
            String resource = ref.at("resource").text();
            boolean pages =
                    resource.startsWith("limits.hugepages-")
                            || resource.startsWith("requests.hugepages-");
            if (!pages) {
                ref.at("resource").oneOf(RESOURCES);
            }
            divisor(ref.at("divisor"), resource);
        }
    }

    private static void divisor(Place divisor, String resource) {
        if (divisor.empty() || divisor.text().equals("0")) {
            return;
        }
        boolean cpu = resource.endsWith(".cpu");
        Set<String> units =
                cpu
                        ? Set.of("1m", "1")
                        : Set.of(
                                "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti",
                                "1Pi", "1Ei");
        if (!units.contains(divisor.text())) {
            divisor.invalid(
                    cpu
                            ? "only divisor's values 1m and 1 are supported with the cpu resource"
                            : "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti,"
                                    + " 1Pi, 1Ei are supported with the "
                                    + resource.substring(resource.indexOf('.') + 1)
                                    + " resource");
        }
    }
}
