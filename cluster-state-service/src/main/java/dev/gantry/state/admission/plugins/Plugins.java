package dev.gantry.state.admission.plugins;

import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionSettings;
import dev.gantry.state.admission.ClusterReads;
import dev.gantry.state.serviceaddress.ServiceAddresses;
import java.time.Clock;
import java.util.List;

/**
 * The plugins in the documented order. Kubernetes: "Admission Controllers". Two are ours: what
 * Kubernetes does in the storage of Services and of certificate requests.
 */
public final class Plugins {

    private Plugins() {}

    /** All that the settings do not leave out. */
    public static List<AdmissionPlugin> inOrder(
            ClusterReads reads, AdmissionSettings settings, Clock clock) {
        List<AdmissionPlugin> all =
                List.of(
                        new NamespaceLifecycle(reads),
                        new LimitRanger(reads),
                        new ServiceAccount(reads),
                        new TaintNodesByCondition(),
                        new Priority(reads),
                        new DefaultTolerationSeconds(settings),
                        new DefaultStorageClass(reads),
                        new StorageObjectInUseProtection(),
                        new RuntimeClass(reads),
                        new DefaultIngressClass(reads),
                        new PodTopologyLabels(reads),
                        new RequestIdentity(),
                        new ServiceAddresses(reads, settings, clock),
                        new PodSecurity(reads),
                        new PersistentVolumeClaimResize(reads),
                        new NodeDeclaredFeatureValidator(reads),
                        new ResourceQuota(reads));
        return all.stream().filter(p -> !settings.disabledPlugins().contains(p.name())).toList();
    }
}
