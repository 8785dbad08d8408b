package dev.gantry.node.runtime;

import java.util.Map;

/**
 * The sandbox to make.
 *
 * @param hostname what the pod's processes call themselves; ignored on the host's network
 * @param address the pod's address, empty on the host's network
 * @param sysctls kernel parameters of the pod's namespaces
 */
public record SandboxSpec(
        PodRef pod,
        int attempt,
        String hostname,
        String address,
        boolean hostNetwork,
        boolean hostPid,
        boolean hostIpc,
        Map<String, String> sysctls) {}
