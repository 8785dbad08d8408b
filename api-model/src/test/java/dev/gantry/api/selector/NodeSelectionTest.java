package dev.gantry.api.selector;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeSelectionTest {

    private static final Map<String, String> LABELS = Map.of("zone", "a", "cores", "8");

    private static NodeSelectorRequirement wants(String key, String operator, String... values) {
        return new NodeSelectorRequirement(key, operator, Arrays.asList(values));
    }

    private static boolean matches(NodeSelectorTerm... terms) {
        return NodeSelection.matches(List.of(terms), "node-1", LABELS::get);
    }

    @ParameterizedTest
    @CsvSource({
        "zone, In, a b, true",
        "zone, In, b, false",
        "absent, In, a, false",
        "zone, NotIn, b, true",
        "zone, NotIn, a, false",
        "absent, NotIn, a, true",
        "zone, Exists, '', true",
        "absent, Exists, '', false",
        "zone, DoesNotExist, '', false",
        "absent, DoesNotExist, '', true",
        "cores, Gt, 7, true",
        "cores, Gt, 8, false",
        "cores, Lt, 9, true",
        "cores, Lt, 8, false",
        "zone, Gt, 1, false",
        "cores, Gt, few, false",
        "cores, Gt, '', false",
        "cores, Gt, 1 2, false",
        "absent, Lt, 9, false",
        "zone, Like, a, false"
    })
    void eachOperatorIsAsKubernetesHasIt(
            String key, String operator, String values, boolean holds) {
        String[] all = values.isEmpty() ? new String[0] : values.split(" ");
        var term = new NodeSelectorTerm(List.of(wants(key, operator, all)), List.of());
        assertThat(matches(term)).isEqualTo(holds);
    }

    @Test
    void aNodeIsAlsoMeantByItsName() {
        var named = wants("metadata.name", "In", "node-1", "node-2");
        var other = wants("metadata.name", "In", "node-2");
        assertThat(matches(new NodeSelectorTerm(List.of(), List.of(named)))).isTrue();
        assertThat(matches(new NodeSelectorTerm(List.of(), List.of(other)))).isFalse();
    }

    @Test
    void oneTermIsEnoughAndOfOneTermAllMustHold() {
        var right = wants("zone", "In", "a");
        var wrong = wants("zone", "In", "b");
        var both = new NodeSelectorTerm(List.of(right, wrong), List.of());
        assertThat(matches(both)).isFalse();
        assertThat(matches(both, new NodeSelectorTerm(List.of(right), List.of()))).isTrue();
    }

    @Test
    void whatAsksForNothingMeansNoNode() {
        assertThat(matches()).isFalse();
        assertThat(matches(new NodeSelectorTerm(List.of(), List.of()))).isFalse();
        assertThat(matches(new NodeSelectorTerm(null, null))).isFalse();
    }
}
