package dev.gantry.node;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The nodes that this process serves. */
@ConfigurationProperties("gantry.node")
public record NodeSettings(
        /** Nodes on this host's engine; the k-th gets the k-th block of pod addresses. */
        @DefaultValue("node-1") List<String> names,
        /** Simulated nodes without containers, for scale tests. */
        @DefaultValue("0") @Min(0) int hollowNodes,
        /** Addresses of the simulated nodes' pods. */
        @DefaultValue("10.128.0.0/10") @NotBlank String hollowPodCidr,
        /** Length in bits of one node's block of pod addresses. */
        @DefaultValue("24") @Min(16) @Max(30) int podCidrMask,
        /** The container engine's Unix socket. */
        @DefaultValue("/var/run/docker.sock") Path engineSocket,
        /** Address by which the gateway and pods on the host's network are reached. */
        @DefaultValue("127.0.0.1") @NotBlank String address,
        /** Most pods on one node. */
        @DefaultValue("110") @Min(1) int maxPods,
        /** Most processes of one container; 0 for no limit. */
        @DefaultValue("0") @Min(0) long podPidsLimit,
        /** Domain of the cluster's DNS. */
        @DefaultValue("cluster.local") @NotBlank String clusterDomain,
        /** Time between renewals of a node's Lease. */
        @DefaultValue("10s") Duration heartbeat,
        /** Time between status reports when nothing changes. */
        @DefaultValue("5m") Duration statusPeriod,
        /** Containers that are being made or started at once. */
        @DefaultValue("8") @Min(1) int parallelStarts,
        /** Labels of every node beyond the well-known ones. */
        @DefaultValue Map<String, String> labels) {}
