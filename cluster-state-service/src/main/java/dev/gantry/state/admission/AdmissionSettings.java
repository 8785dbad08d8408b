package dev.gantry.state.admission;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What admission of this cluster allows and hands out.
 *
 * @param allowPrivileged whether containers may run privileged
 * @param serviceRange range of the addresses of Services
 * @param nodePorts first and last port that Services of type NodePort get
 * @param disabledPlugins names of admission plugins that are left out
 * @param defaultNotReadyTolerationSeconds how long a pod stays on a node that is not ready, unless
 *     it says otherwise
 * @param defaultUnreachableTolerationSeconds how long a pod stays on a node that is silent, unless
 *     it says otherwise
 */
@ConfigurationProperties("gantry.state.admission")
public record AdmissionSettings(
        @DefaultValue("false") boolean allowPrivileged,
        @DefaultValue("10.96.0.0/16") String serviceRange,
        @DefaultValue("30000-32767") String nodePorts,
        @DefaultValue List<String> disabledPlugins,
        @DefaultValue("300") int defaultNotReadyTolerationSeconds,
        @DefaultValue("300") int defaultUnreachableTolerationSeconds) {

    public AdmissionSettings {
        disabledPlugins = disabledPlugins == null ? List.of() : List.copyOf(disabledPlugins);
    }

    /** The settings of a cluster that nobody configured. */
    public static AdmissionSettings defaults() {
        return new AdmissionSettings(false, "10.96.0.0/16", "30000-32767", List.of(), 300, 300);
    }
}
