package dev.gantry.state.bootstrap;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the {@code kubernetes} Service in namespace {@code default} leads to.
 *
 * @param apiAddress address at which pods reach the API, by default the host's side of the pod
 *     network; never a loopback address, which no pod can reach
 * @param apiPort port at that address
 */
@ConfigurationProperties("gantry.state.bootstrap")
public record BootstrapSettings(
        @DefaultValue("10.244.0.1") String apiAddress, @DefaultValue("6443") int apiPort) {}
