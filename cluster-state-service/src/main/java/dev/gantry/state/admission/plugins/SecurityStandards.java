package dev.gantry.state.admission.plugins;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What the levels forbid. Kubernetes: "Pod Security Standards". Pure. */
final class SecurityStandards {

    private static final Set<String> CAPABILITIES =
            Set.of(
                    "AUDIT_WRITE",
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "FOWNER",
                    "FSETID",
                    "KILL",
                    "MKNOD",
                    "NET_BIND_SERVICE",
                    "SETFCAP",
                    "SETGID",
                    "SETPCAP",
                    "SETUID",
                    "SYS_CHROOT");
    private static final Set<String> SYSCTLS =
            Set.of(
                    "kernel.shm_rmid_forced",
                    "net.ipv4.ip_local_port_range",
                    "net.ipv4.ip_unprivileged_port_start",
                    "net.ipv4.tcp_syncookies",
                    "net.ipv4.ping_group_range",
                    "net.ipv4.ip_local_reserved_ports",
                    "net.ipv4.tcp_keepalive_time",
                    "net.ipv4.tcp_fin_timeout",
                    "net.ipv4.tcp_keepalive_intvl",
                    "net.ipv4.tcp_keepalive_probes",
                    "net.ipv4.tcp_rmem",
                    "net.ipv4.tcp_wmem");
    private static final Set<String> VOLUMES =
            Set.of(
                    "name",
                    "configMap",
                    "csi",
                    "downwardAPI",
                    "emptyDir",
                    "ephemeral",
                    "image",
                    "persistentVolumeClaim",
                    "projected",
                    "secret");
    private static final Set<String> SELINUX =
            Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");

    private SecurityStandards() {}

    /** Violations of "baseline", worded as the standard words them. */
    static List<String> baseline(JsonNode spec) {
        List<String> problems = new ArrayList<>();
        hostNamespaces(spec, problems);
        containers(
                spec,
                c -> context(c).path("privileged").asBoolean(false),
                "privileged",
                "must not set securityContext.privileged=true",
                problems);
        containers(
                spec,
                c -> adds(c, name -> !CAPABILITIES.contains(name)),
                "non-default capabilities",
                "must not include capabilities outside the default set in securityContext.capabilities.add",
                problems);
        volumes(spec, v -> v.has("hostPath"), "hostPath volumes", problems);
        containers(spec, SecurityStandards::usesHostPort, "hostPort", "uses hostPorts", problems);
        anywhere(
                spec,
                c -> c.path("appArmorProfile").path("type").asString("").equals("Unconfined"),
                "forbidden AppArmor profile",
                problems);
        anywhere(
                spec,
                c ->
                        !SELINUX.contains(c.path("seLinuxOptions").path("type").asString(""))
                                || !c.path("seLinuxOptions").path("user").asString("").isEmpty()
                                || !c.path("seLinuxOptions").path("role").asString("").isEmpty(),
                "seLinuxOptions",
                problems);
        containers(
                spec,
                c -> context(c).path("procMount").asString("Default").equals("Unmasked"),
                "procMount",
                "must not set securityContext.procMount to \"Unmasked\"",
                problems);
        anywhere(
                spec,
                c -> c.path("seccompProfile").path("type").asString("").equals("Unconfined"),
                "seccompProfile",
                problems);
        for (JsonNode sysctl : spec.path("securityContext").path("sysctls")) {
            if (!SYSCTLS.contains(sysctl.path("name").asString(""))) {
                problems.add("forbidden sysctls (" + sysctl.path("name").asString("") + ")");
            }
        }
        return problems;
    }

    private static void hostNamespaces(JsonNode spec, List<String> problems) {
        List<String> used =
                List.of("hostNetwork", "hostPID", "hostIPC").stream()
                        .filter(f -> spec.path(f).asBoolean(false))
                        .map(f -> f + "=true")
                        .toList();
        if (!used.isEmpty()) {
            problems.add("host namespaces (" + String.join(", ", used) + ")");
        }
    }

    /** Violations of "restricted", those of "baseline" first. */
    static List<String> restricted(JsonNode spec) {
        List<String> problems = new ArrayList<>(baseline(spec));
        containers(
                spec,
                c -> context(c).path("allowPrivilegeEscalation").asBoolean(true),
                "allowPrivilegeEscalation != false",
                "must set securityContext.allowPrivilegeEscalation=false",
                problems);
        containers(
                spec,
                c -> !drops(c) || adds(c, name -> !name.equals("NET_BIND_SERVICE")),
                "unrestricted capabilities",
                "must set securityContext.capabilities.drop=[\"ALL\"]",
                problems);
        volumes(
                spec,
                v -> v.propertyNames().stream().anyMatch(f -> !VOLUMES.contains(f)),
                "restricted volume types",
                problems);
        JsonNode pod = spec.path("securityContext");
        boolean podNotRoot = pod.path("runAsNonRoot").asBoolean(false);
        containers(
                spec,
                c ->
                        context(c).has("runAsNonRoot")
                                ? !context(c).path("runAsNonRoot").asBoolean(false)
                                : !podNotRoot,
                "runAsNonRoot != true",
                "must set securityContext.runAsNonRoot=true",
                problems);
        anywhere(
                spec,
                c -> c.path("runAsUser").isNumber() && c.path("runAsUser").asLong() == 0,
                "runAsUser=0",
                problems);
        boolean podConfined = isConfined(pod);
        containers(
                spec,
                c -> context(c).has("seccompProfile") ? !isConfined(context(c)) : !podConfined,
                "seccompProfile",
                "must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"",
                problems);
        return problems;
    }

    private static boolean isConfined(JsonNode context) {
        return Set.of("RuntimeDefault", "Localhost")
                .contains(context.path("seccompProfile").path("type").asString(""));
    }

    private static JsonNode context(JsonNode container) {
        return container.path("securityContext");
    }

    private static boolean adds(JsonNode container, Predicate<String> forbidden) {
        return context(container)
                .path("capabilities")
                .path("add")
                .valueStream()
                .anyMatch(c -> forbidden.test(c.asString("")));
    }

    private static boolean drops(JsonNode container) {
        return context(container)
                .path("capabilities")
                .path("drop")
                .valueStream()
                .anyMatch(c -> c.asString("").equals("ALL"));
    }

    private static boolean usesHostPort(JsonNode container) {
        return container
                .path("ports")
                .valueStream()
                .anyMatch(p -> p.path("hostPort").asInt(0) != 0);
    }

    private static void containers(
            JsonNode spec,
            Predicate<JsonNode> violates,
            String rule,
            String must,
            List<String> problems) {
        List<String> names = new ArrayList<>();
        for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
            for (JsonNode container : spec.path(list)) {
                if (violates.test(container)) {
                    names.add('"' + container.path("name").asString("") + '"');
                }
            }
        }
        if (!names.isEmpty()) {
            problems.add(
                    "%s (container%s %s %s)"
                            .formatted(
                                    rule,
                                    names.size() > 1 ? "s" : "",
                                    String.join(", ", names),
                                    must));
        }
    }

    /** The pod's own security context and those of its containers. */
    private static void anywhere(
            JsonNode spec, Predicate<JsonNode> violates, String rule, List<String> problems) {
        if (violates.test(spec.path("securityContext"))) {
            problems.add(rule + " (pod must not set it)");
        }
        containers(spec, c -> violates.test(context(c)), rule, "must not set it", problems);
    }

    private static void volumes(
            JsonNode spec, Predicate<JsonNode> violates, String rule, List<String> problems) {
        String names =
                spec.path("volumes")
                        .valueStream()
                        .filter(violates)
                        .map(v -> '"' + v.path("name").asString("") + '"')
                        .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            problems.add(rule + " (volume " + names + ")");
        }
    }
}
