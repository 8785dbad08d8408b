package dev.gantry.state.admission.kinds.pod;

import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of containers. Kubernetes: reference of Container. Pure. */
final class ContainerRules {

    static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");
    static final Set<String> PROTOCOLS = Set.of("TCP", "UDP", "SCTP");
    private static final Set<String> RESTARTS = Set.of("Always", "Never", "OnFailure");
    private static final List<String> PROBES =
            List.of("livenessProbe", "readinessProbe", "startupProbe");

    private final Surroundings around;

    /**
     * What a container stands in.
     *
     * @param volumes names of the pod's volumes
     * @param claims names of the pod's resource claims
     */
    record Surroundings(
            Set<String> volumes, Set<String> claims, boolean allowPrivileged, boolean hostUsers) {}

    ContainerRules(Surroundings around) {
        this.around = around;
    }

    /** All containers of a pod; names are unique among all of them. */
    void checkAll(Place spec) {
        Place containers = spec.at("containers");
        if (containers.empty()) {
            containers.required("");
        }
        Set<String> names = new HashSet<>();
        for (Place container : containers.items()) {
            common(container);
            unique(container.at("name"), names);
            hooks(container);
        }
        for (Place container : spec.at("initContainers").items()) {
            common(container);
            unique(container.at("name"), names);
            if (container.at("restartPolicy").text().equals("Always")) {
                hooks(container);
            } else {
                noHooks(container);
            }
        }
    }

    private static void unique(Place name, Set<String> names) {
        if (!name.empty() && !names.add(name.text())) {
            name.duplicate();
        }
    }

    private void common(Place container) {
        container.at("name").requireText(Names.DNS_LABEL);
        container.at("image").requireText();
        container
                .at("terminationMessagePolicy")
                .requireOneOf(Set.of("File", "FallbackToLogsOnError"));
        ports(container.at("ports"));
        EnvironmentRules.variables(container.at("env"));
        EnvironmentRules.sources(container.at("envFrom"));
        mounts(container);
        container.at("imagePullPolicy").requireOneOf(PULL_POLICIES);
        ResourceRules.check(container.at("resources"), around.claims());
        if (container.at("restartPolicy").present()) {
            container.at("restartPolicy").requireOneOf(RESTARTS);
        }
        resizePolicies(container.at("resizePolicy"));
        SecurityRules.container(
                container.at("securityContext"), around.allowPrivileged(), around.hostUsers());
    }

    private static void hooks(Place container) {
        ProbeRules.lifecycle(container.at("lifecycle"));
        ProbeRules.liveness(container.at("livenessProbe"));
        ProbeRules.readiness(container.at("readinessProbe"));
        ProbeRules.liveness(container.at("startupProbe"));
    }

    private static void noHooks(Place container) {
        String why = "may not be set for init containers without restartPolicy=Always";
        if (container.at("lifecycle").present()) {
            container.at("lifecycle").forbidden(why);
        }
        for (String probe : PROBES) {
            if (container.at(probe).present()) {
                container.at(probe).forbidden(why);
            }
        }
    }

    private static void ports(Place ports) {
        Set<String> names = new HashSet<>();
        for (Place port : ports.items()) {
            Place name = port.at("name");
            if (!name.empty()) {
                name.check(Names.PORT_NAME);
                unique(name, names);
            }
            if (port.at("containerPort").number() == 0) {
                port.at("containerPort").required("");
            } else {
                port.at("containerPort").between(1, 65535);
            }
            if (port.at("hostPort").number() != 0) {
                port.at("hostPort").between(1, 65535);
            }
            port.at("protocol").requireOneOf(PROTOCOLS);
        }
    }

    private void mounts(Place container) {
        Set<String> paths = new HashSet<>();
        for (Place mount : container.at("volumeMounts").items()) {
            Place name = mount.at("name");
            if (name.requireText() && !around.volumes().contains(name.text())) {
                name.notFound();
            }
            Place path = mount.at("mountPath");
            if (path.requireText() && !paths.add(path.text())) {
                path.invalid("must be unique");
            }
            subPath(mount);
            Place propagation = mount.at("mountPropagation");
            propagation(
                    propagation.named(container.path() + ".volumeMounts.mountPropagation"),
                    container);
        }
        for (Place device : container.at("volumeDevices").items()) {
            Place name = device.at("name");
            if (name.requireText() && !around.volumes().contains(name.text())) {
                name.notFound();
            }
            device.at("devicePath").requireText();
        }
    }

    private static void subPath(Place mount) {
        Place subPath = mount.at("subPath");
        Place expression = mount.at("subPathExpr");
        if (!subPath.empty()) {
            VolumeRules.descendingPath(subPath);
        }
        if (!expression.empty()) {
            if (!subPath.empty()) {
                expression.invalid("subPathExpr and subPath are mutually exclusive");
            }
            VolumeRules.descendingPath(expression);
        }
    }

    private static void propagation(Place propagation, Place container) {
        propagation.oneOf(Set.of("Bidirectional", "HostToContainer", "None"));
        if (propagation.text().equals("Bidirectional")
                && !container.at("securityContext").at("privileged").flag()) {
            propagation.forbidden(
                    "Bidirectional mount propagation is available only to privileged containers");
        }
    }

    private static void resizePolicies(Place policies) {
        policies.noDuplicates("resourceName");
        for (Place policy : policies.items()) {
            policy.at("resourceName").requireOneOf(Set.of("cpu", "memory"));
            policy.at("restartPolicy").requireOneOf(Set.of("NotRequired", "RestartContainer"));
        }
    }
}
