package dev.gantry.node.agent;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One condition of a node. Kubernetes documentation, "Node Status", "Conditions". */
record NodeCondition(String type, boolean status, String reason, String message) {

    /**
     * What a node says of itself.
     *
     * @param trouble why the node can not run pods, null when it can
     */
    static List<NodeCondition> of(@Nullable String trouble) {
        List<NodeCondition> all = new ArrayList<>();
        all.add(
                new NodeCondition(
                        "MemoryPressure",
                        false,
                        "KubeletHasSufficientMemory",
                        "kubelet has sufficient memory available"));
        all.add(
                new NodeCondition(
                        "DiskPressure",
                        false,
                        "KubeletHasNoDiskPressure",
                        "kubelet has no disk pressure"));
        all.add(
                new NodeCondition(
                        "PIDPressure",
                        false,
                        "KubeletHasSufficientPID",
                        "kubelet has sufficient PID available"));
        all.add(
                trouble == null
                        ? new NodeCondition(
                                "Ready", true, "KubeletReady", "kubelet is posting ready status")
                        : new NodeCondition("Ready", false, "KubeletNotReady", trouble));
        return all;
    }
}
