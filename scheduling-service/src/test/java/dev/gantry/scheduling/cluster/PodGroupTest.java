package dev.gantry.scheduling.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.scheduling.Given;
import dev.gantry.testkit.property.Dice;
import dev.gantry.testkit.property.Property;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.HashMap;
import java.util.Map;

class PodGroupTest {

    private static final String ZONE = "zone";

    @Property
    void countsWhatOneFindsByLookingAtEveryPod(Dice dice) {
        ClusterView cluster = new ClusterView();
        for (int i = 0; i < 80; i++) {
            change(cluster, dice);
            if (dice.chance(40)) {
                assertThat(byGroups(cluster)).isEqualTo(byLooking(cluster));
                assertThat(cluster.domains(ZONE)).isEqualTo(zones(cluster));
            }
        }
        assertThat(byGroups(cluster)).isEqualTo(byLooking(cluster));
    }

    private static void change(ClusterView cluster, Dice dice) {
        String node = "n" + dice.between(0, 4);
        String pod = "p" + dice.between(0, 15);
        switch (dice.between(0, 5)) {
            case 0 -> cluster.nodeSeen(node(node, dice));
            case 1 -> cluster.nodeGone(node);
            case 2 -> cluster.podGone("uid-" + pod);
            case 3 -> cluster.forget("uid-" + pod);
            case 4 -> cluster.assume(PodInfo.of(pod(pod, dice).build()), node);
            default -> cluster.podSeen(Given.on(node, pod(pod, dice)));
        }
    }

    private static Node node(String name, Dice dice) {
        Node plain = Given.node(name, "4", "8Gi");
        return dice.chance(20)
                ? plain
                : new NodeBuilder(plain)
                        .editMetadata()
                        .addToLabels(ZONE, "z" + dice.between(0, 2))
                        .endMetadata()
                        .build();
    }

    private static PodBuilder pod(String name, Dice dice) {
        return Given.pod(name, "1", "1Gi")
                .editMetadata()
                .addToLabels("app", dice.oneOf("web", "store"))
                .endMetadata();
    }

    /** Pods by app and zone, told by the groups. */
    private static Map<String, Integer> byGroups(ClusterView cluster) {
        Map<String, Integer> counts = new HashMap<>();
        for (PodGroup group : cluster.groups()) {
            String app = group.sample().labels().get("app");
            group.countsBy(ZONE).forEach((zone, n) -> counts.merge(app + zone, n, Integer::sum));
        }
        return counts;
    }

    private static Map<String, Integer> byLooking(ClusterView cluster) {
        Map<String, Integer> counts = new HashMap<>();
        for (NodeView node : cluster.nodes()) {
            String zone = node.label(ZONE);
            for (PodInfo pod : node.pods()) {
                if (zone != null) {
                    counts.merge(pod.labels().get("app") + zone, 1, Integer::sum);
                }
            }
        }
        return counts;
    }

    private static Map<String, Integer> zones(ClusterView cluster) {
        Map<String, Integer> counts = new HashMap<>();
        for (NodeView node : cluster.nodes()) {
            String zone = node.label(ZONE);
            if (zone != null) {
                counts.merge(zone, 1, Integer::sum);
            }
        }
        return counts;
    }
}
