package dev.gantry.state.admission.kinds.pod;

import dev.gantry.api.quantity.Quantity;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Quantities;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a container may ask for. Kubernetes: "Resource Management for Pods and Containers". Pure.
 */
public final class ResourceRules {

    private static final Set<String> OF_CONTAINERS = Set.of("cpu", "memory", "ephemeral-storage");
    private static final String HUGE_PAGES = "hugepages-";
    private static final Set<String> WITHOUT_DOMAIN =
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
                    "resourcequotas",
                    "services",
                    "replicationcontrollers",
                    "secrets",
                    "configmaps",
                    "persistentvolumeclaims",
                    "storage",
                    "requests.storage",
                    "services.nodeports",
                    "services.loadbalancers");

    private ResourceRules() {}

    /** Limits, requests and claims. */
    static void check(Place resources, Set<String> podClaims) {
        Place limits = resources.at("limits");
        Place requests = resources.at("requests");
        for (Map.Entry<String, Place> limit : limits.entries()) {
            one(limit.getKey(), limit.getValue());
        }
        for (Map.Entry<String, Place> request : requests.entries()) {
            one(request.getKey(), request.getValue());
            within(request.getKey(), request.getValue(), limits, requests);
        }
        hugePages(resources);
        claims(resources.at("claims"), podClaims);
    }

    /** Only the quantities and names of a map of resources. */
    public static void amounts(Place resources) {
        for (Map.Entry<String, Place> each : resources.entries()) {
            one(each.getKey(), each.getValue());
        }
    }

    private static void one(String name, Place amount) {
        nameOfContainer(name, amount);
        quantity(name, amount);
    }

    private static void nameOfContainer(String name, Place amount) {
        name(name, amount);
        if (name.indexOf('/') < 0) {
            if (!OF_CONTAINERS.contains(name) && !isHugePages(name)) {
                tell(amount, name, "must be a standard resource for containers");
            }
        } else if (!isNative(name) && !isExtended(name)) {
            tell(amount, name, "doesn't follow extended resource name standard");
        }
    }

    /** The name must be qualified, or one that Kubernetes knows. */
    public static void name(String name, Place amount) {
        var problems = Names.QUALIFIED_NAME.problems(name);
        problems.forEach(p -> tell(amount, name, p));
        if (problems.isEmpty()
                && name.indexOf('/') < 0
                && !WITHOUT_DOMAIN.contains(name)
                && !isHugePages(name)) {
            tell(amount, name, "must be a standard resource type or fully qualified");
        }
    }

    private static void tell(Place at, String name, String why) {
        at.problems().invalid(at.path(), name, why);
    }

    /** The amount must not be negative, nor broken where only whole ones are counted. */
    public static void quantity(String name, Place amount) {
        Quantities.nonNegative(amount);
        if (isCounted(name)) {
            Quantities.whole(amount);
        }
    }

    private static boolean isCounted(String name) {
        return isExtended(name)
                || Set.of(
                                "pods",
                                "resourcequotas",
                                "services",
                                "replicationcontrollers",
                                "secrets",
                                "configmaps",
                                "persistentvolumeclaims",
                                "services.nodeports",
                                "services.loadbalancers")
                        .contains(name);
    }

    private static void within(String name, Place request, Place limits, Place requests) {
        boolean overcommit = isNative(name) && !isHugePages(name);
        Place limit = limits.key(name);
        if (!limit.present()) {
            if (!overcommit) {
                limits.required("Limit must be set for non overcommitable resources");
            }
            return;
        }
        Quantity asked = Quantities.of(request);
        int order = asked.compareTo(Quantities.of(limit));
        if (!overcommit && order != 0) {
            tell(
                    requests,
                    request.text(),
                    "must be equal to %s limit of %s".formatted(name, limit.text()));
        } else if (order > 0) {
            tell(
                    requests,
                    request.text(),
                    "must be less than or equal to %s limit of %s".formatted(name, limit.text()));
        }
    }

    private static void hugePages(Place resources) {
        Set<String> all = new HashSet<>();
        resources.at("limits").entries().forEach(e -> all.add(e.getKey()));
        resources.at("requests").entries().forEach(e -> all.add(e.getKey()));
        if (all.stream().anyMatch(ResourceRules::isHugePages)
                && !all.contains("cpu")
                && !all.contains("memory")) {
            resources.forbidden("HugePages require cpu or memory");
        }
    }

    private static void claims(Place claims, Set<String> podClaims) {
        Set<String> seen = new HashSet<>();
        for (Place claim : claims.items()) {
            String name = claim.at("name").text();
            if (name.isEmpty()) {
                claim.at("name").required("");
            } else if (!seen.add(name + "/" + claim.at("request").text())) {
                claim.duplicate();
            } else if (!podClaims.contains(name)) {
                claim.at("name").notFound();
            }
        }
    }

    static boolean isHugePages(String name) {
        return name.startsWith(HUGE_PAGES);
    }

    static boolean isNative(String name) {
        return name.indexOf('/') < 0 || name.contains("kubernetes.io/");
    }

    static boolean isExtended(String name) {
        return !isNative(name)
                && !name.startsWith("requests.")
                && Names.QUALIFIED_NAME.holds("requests." + name);
    }
}
