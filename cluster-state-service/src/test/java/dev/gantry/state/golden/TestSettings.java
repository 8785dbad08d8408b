package dev.gantry.state.golden;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.Admission;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.KindRules;
import dev.gantry.state.watchcache.WatchCache;
import dev.gantry.state.watchcache.WatchCacheSettings;
import java.util.List;

/** What the cluster in memory is made with. */
final class TestSettings {

    private TestSettings() {}

    static WatchCacheSettings watchCache() {
        return WatchCacheSettings.defaults();
    }

    static Admission admission(WatchCache cache) {
        return new Admission() {
            @Override
            public KindRules rules(ResourceType type) {
                return new KindRules() {};
            }

            @Override
            public List<AdmissionPlugin> plugins() {
                return List.of();
            }
        };
    }
}
