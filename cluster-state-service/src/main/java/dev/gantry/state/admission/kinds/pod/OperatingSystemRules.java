package dev.gantry.state.admission.kinds.pod;

import dev.gantry.state.admission.validation.Place;
import java.util.List;
import java.util.Set;

/** What a pod may not say on the operating system that it asks for. Kubernetes: "Pod OS". Pure. */
final class OperatingSystemRules {

    private static final Set<String> SYSTEMS = Set.of("linux", "windows");
    private static final List<String> NOT_ON_WINDOWS = List.of("hostPID", "hostIPC", "hostUsers");
    private static final List<String> CONTEXT_NOT_ON_WINDOWS =
            List.of(
                    "appArmorProfile",
                    "seLinuxOptions",
                    "seccompProfile",
                    "fsGroup",
                    "fsGroupChangePolicy",
                    "sysctls",
                    "runAsUser",
                    "runAsGroup",
                    "supplementalGroups",
                    "supplementalGroupsPolicy");
    private static final List<String> CONTAINER_NOT_ON_WINDOWS =
            List.of(
                    "appArmorProfile",
                    "seLinuxOptions",
                    "seccompProfile",
                    "capabilities",
                    "readOnlyRootFilesystem",
                    "privileged",
                    "allowPrivilegeEscalation",
                    "procMount",
                    "runAsUser",
                    "runAsGroup");

    private OperatingSystemRules() {}

    static void check(Place spec) {
        Place os = spec.at("os");
        if (!os.present()) {
            return;
        }
        String name = os.at("name").text();
        if (name.isEmpty()) {
            os.at("name").required("cannot be empty");
        } else if (!SYSTEMS.contains(name)) {
            os.holding(os.at("name").node()).unsupported(SYSTEMS);
        } else if (name.equals("windows")) {
            windows(spec);
        } else {
            linux(spec);
        }
    }

    private static void windows(Place spec) {
        String why = "cannot be set for a windows pod";
        forbid(spec, NOT_ON_WINDOWS, why);
        forbid(spec.at("securityContext"), CONTEXT_NOT_ON_WINDOWS, why);
        if (spec.at("shareProcessNamespace").flag()) {
            spec.at("shareProcessNamespace").forbidden(why);
        }
        for (String list : PodDefaults.CONTAINER_LISTS) {
            spec.at(list)
                    .items()
                    .forEach(c -> forbid(c.at("securityContext"), CONTAINER_NOT_ON_WINDOWS, why));
        }
    }

    private static void linux(Place spec) {
        String why = "windows options cannot be set for a linux pod";
        forbid(spec.at("securityContext"), List.of("windowsOptions"), why);
        for (String list : PodDefaults.CONTAINER_LISTS) {
            spec.at(list)
                    .items()
                    .forEach(c -> forbid(c.at("securityContext"), List.of("windowsOptions"), why));
        }
    }

    private static void forbid(Place owner, List<String> fields, String why) {
        for (String field : fields) {
            Place at = owner.at(field);
            if (at.node().isBoolean() && !field.equals("hostUsers") ? at.flag() : at.present()) {
                at.forbidden(why);
            }
        }
    }
}
