package dev.gantry.state.admission;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.expression.CelExpressions;
import dev.gantry.state.admission.kinds.Kinds;
import dev.gantry.state.admission.plugins.Plugins;
import java.time.Clock;
import java.util.List;

/** All rules and plugins of this cluster. Immutable and thread-safe. */
public final class AdmissionRegistry implements Admission {

    private final Kinds kinds;
    private final List<AdmissionPlugin> plugins;

    private AdmissionRegistry(Kinds kinds, List<AdmissionPlugin> plugins) {
        this.kinds = kinds;
        this.plugins = List.copyOf(plugins);
    }

    /** Admission that tells time by the system's clock. */
    public static AdmissionRegistry create(ClusterReads reads, AdmissionSettings settings) {
        return create(reads, settings, Clock.systemUTC());
    }

    public static AdmissionRegistry create(
            ClusterReads reads, AdmissionSettings settings, Clock clock) {
        return new AdmissionRegistry(
                new Kinds(settings, new CelExpressions(), clock),
                Plugins.inOrder(reads, settings, clock));
    }

    @Override
    public KindRules rules(ResourceType type) {
        return kinds.of(type);
    }

    @Override
    public List<AdmissionPlugin> plugins() {
        return plugins;
    }
}
