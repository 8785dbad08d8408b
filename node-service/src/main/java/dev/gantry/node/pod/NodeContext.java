package dev.gantry.node.pod;

import dev.gantry.client.StateClient;
import dev.gantry.client.trace.Steps;
import dev.gantry.node.podnetwork.PodAddresses;
import dev.gantry.node.reference.References;
import dev.gantry.node.runtime.ContainerRuntime;
import dev.gantry.node.volume.FieldValues;
import dev.gantry.node.volume.PodVolumes;
import dev.gantry.node.volume.Resolver;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/**
 * What the pods of one node share.
 *
 * @param state speaks as the node
 * @param starts bounds how many containers are being made at once
 * @param steps records what is done for a pod whose change has a trace
 */
public record NodeContext(
        String node,
        Facts facts,
        ContainerRuntime runtime,
        StateClient state,
        References references,
        PodVolumes volumes,
        PodAddresses addresses,
        Resolver resolver,
        PodEvents events,
        StatusWriter statuses,
        Semaphore starts,
        InstantSource clock,
        Steps steps) {

    /** Without traces. */
    public NodeContext(
            String node,
            Facts facts,
            ContainerRuntime runtime,
            StateClient state,
            References references,
            PodVolumes volumes,
            PodAddresses addresses,
            Resolver resolver,
            PodEvents events,
            StatusWriter statuses,
            Semaphore starts,
            InstantSource clock) {
        this(
                node,
                facts,
                runtime,
                state,
                references,
                volumes,
                addresses,
                resolver,
                events,
                statuses,
                starts,
                clock,
                Steps.NONE);
    }

    /**
     * @param scheme of container ids in status: {@code docker}
     * @param podPidsLimit most processes of one container, 0 for no limit
     */
    public record Facts(
            String hostAddress,
            String scheme,
            long cpuMillis,
            long memoryBytes,
            long podPidsLimit) {}

    FieldValues.Here here(Pod pod, String podAddress) {
        return new FieldValues.Here(
                PodParts.hostNetwork(pod) ? facts.hostAddress() : podAddress,
                facts.hostAddress(),
                facts.cpuMillis(),
                facts.memoryBytes());
    }
}
