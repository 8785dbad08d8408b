package dev.gantry.node.hostnetwork;

import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The address ranges of the cluster and how the host serves them. */
@ConfigurationProperties("gantry.node.network")
public record NetworkSettings(
        /** Whether this process programs the host's packet rules. */
        @DefaultValue("true") boolean enabled,
        /** Addresses of pods; the first one is the bridge's. */
        @DefaultValue("10.244.0.0/16") @NotBlank String podCidr,
        /** Addresses of Services. */
        @DefaultValue("10.96.0.0/16") @NotBlank String serviceCidr,
        /** Address of the cluster's DNS. */
        @DefaultValue("10.96.0.10") @NotBlank String dnsAddress,
        /** Destinations on which NodePorts answer. */
        @DefaultValue("127.0.0.0/8") List<String> nodePortAddresses,
        /** Where the gateway listens; pods reach it as kubernetes.default.svc. */
        @DefaultValue("127.0.0.1:6443") @NotBlank String apiAddress) {

    String bridge(String clusterId) {
        return "gtr-" + clusterId;
    }
}
