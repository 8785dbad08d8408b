package dev.gantry.state.memory;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.Admission;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.KindRules;
import dev.gantry.state.watchcache.WatchCache;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Admission that keeps status and the rest apart, and knows nothing else. */
final class TestAdmission {

    private TestAdmission() {}

    static Admission admission(WatchCache cache) {
        return new Admission() {
            @Override
            public KindRules rules(ResourceType type) {
                return new StatusApart();
            }

            @Override
            public List<AdmissionPlugin> plugins() {
                return List.of();
            }
        };
    }

    private static final class StatusApart implements KindRules {
        @Override
        public void prepareForUpdate(ObjectNode object, ObjectNode stored) {
            take("status", stored, object);
        }

        @Override
        public void prepareForStatusUpdate(ObjectNode object, ObjectNode stored) {
            take("spec", stored, object);
        }

        private static void take(String field, ObjectNode from, ObjectNode to) {
            JsonNode value = from.path(field);
            if (value.isMissingNode()) {
                to.remove(field);
            } else {
                to.set(field, value);
            }
        }
    }
}
