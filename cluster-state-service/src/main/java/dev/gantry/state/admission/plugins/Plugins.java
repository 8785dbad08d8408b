package dev.gantry.state.admission.plugins;

import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionSettings;
import dev.gantry.state.admission.ClusterReads;
import java.time.Clock;
import java.util.List;

/** The plugins in the documented order. Kubernetes: "Admission Controllers". */
public final class Plugins {

    private Plugins() {}

    public static List<AdmissionPlugin> inOrder(
            ClusterReads reads, AdmissionSettings settings, Clock clock) {
        List<AdmissionPlugin> all = List.of(new NamespaceLifecycle(reads));
        return all.stream().filter(p -> !settings.disabledPlugins().contains(p.name())).toList();
    }
}
