package dev.gantry.state.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schemas;
import dev.gantry.state.document.Canonical;
import dev.gantry.state.golden.RecordedObjects;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What holds of every object that a Kubernetes server was seen to store. */
class RecordedObjectsTest {

    private final AdmissionRegistry registry =
            AdmissionRegistry.create(new MapReads(), AdmissionSettings.defaults());
    private final List<ObjectNode> objects = RecordedObjects.all();

    @Test
    void thereAreObjectsOfMostKinds() {
        assertThat(objects.stream().map(o -> o.path("kind").asString("")).distinct().count())
                .isGreaterThan(45);
    }

    @Test
    void defaultsAddNothingToWhatIsStored() {
        for (ObjectNode stored : objects) {
            ObjectNode again = stored.deepCopy();
            registry.rules(type(stored)).defaults(again);
            Canonical.stored(again, Schemas.builtIn().ofKind(type(stored)).orElseThrow());
            assertThat(again).as(stored.toString()).isEqualTo(stored);
        }
    }

    @Test
    void anObjectThatDoesNotChangeIsARightChange() {
        for (ObjectNode stored : objects) {
            ObjectNode same = stored.deepCopy();
            Problems problems = new Problems();
            KindRules rules = registry.rules(type(stored));
            rules.defaults(same);
            rules.prepareForUpdate(same, stored);
            rules.validateUpdate(same, stored, problems);
            assertThat(problems.causes()).as(stored.toString()).isEmpty();
        }
    }

    @Test
    void statusThatDoesNotChangeIsARightChangeOfStatus() {
        for (ObjectNode stored : objects) {
            ObjectNode same = stored.deepCopy();
            Problems problems = new Problems();
            KindRules rules = registry.rules(type(stored));
            rules.prepareForStatusUpdate(same, stored);
            rules.validateStatusUpdate(same, stored, problems);
            assertThat(problems.causes()).as(stored.toString()).isEmpty();
        }
    }

    @Test
    void preparingAnUpdateNeverTouchesWhatIsStored() {
        for (ObjectNode stored : objects) {
            ObjectNode before = stored.deepCopy();
            KindRules rules = registry.rules(type(stored));
            ObjectNode other = stored.deepCopy();
            other.remove(List.of("spec", "status"));
            rules.defaults(other);
            rules.prepareForUpdate(other, stored);
            rules.prepareForStatusUpdate(other, stored);
            Json.child(other, "metadata").remove("labels");
            assertThat(stored).isEqualTo(before);
        }
    }

    private static ResourceType type(ObjectNode object) {
        return Catalog.builtIn()
                .ofKind(object.path("apiVersion").asString(""), object.path("kind").asString(""))
                .orElseThrow();
    }
}
