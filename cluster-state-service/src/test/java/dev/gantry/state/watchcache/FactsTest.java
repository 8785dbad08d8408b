package dev.gantry.state.watchcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.state.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FactsTest {

    private final Facts facts = new Facts(FieldPlan::builtIn);

    private CachedObject read(String groupResource, String body) {
        ObjectKey key = new ObjectKey(groupResource, "default", "x");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return facts.read(new StoredObject(key, "u", 2, 1, bytes, 1));
    }

    @Test
    void aPodIsSelectedByWhereItRuns() {
        CachedObject pod =
                read(
                        "pods",
                        """
                        {"metadata":{"labels":{"app":"web"},"annotations":{"labels":"no"},
                          "ownerReferences":[{"kind":"ReplicaSet","uid":"o1","controller":true},
                                             {"uid":"o2"}]},
                         "spec":{"nodeName":"node-1","containers":[{"nodeName":"no"}],
                          "restartPolicy":"Always","hostNetwork":true,
                          "securityContext":{"phase":"no"}},
                         "status":{"phase":"Running","podIP":"10.0.0.7","podIPs":[{"ip":"10.0.0.7"}]}}
                        """);
        assertThat(pod.labels()).isEqualTo(Map.of("app", "web"));
        assertThat(pod.ownerUids()).containsExactly("o1", "o2");
        assertThat(pod.fields())
                .containsEntry("spec.nodeName", "node-1")
                .containsEntry("spec.restartPolicy", "Always")
                .containsEntry("spec.hostNetwork", "true")
                .containsEntry("status.phase", "Running")
                .containsEntry("status.podIP", "10.0.0.7")
                .containsEntry("status.nominatedNodeName", "")
                .containsEntry("metadata.name", "x")
                .containsEntry("metadata.namespace", "default");
    }

    @Test
    void whatIsAbsentCountsAsItsZeroValue() {
        assertThat(read("pods", "{\"metadata\":{}}").fields())
                .containsEntry("spec.nodeName", "")
                .containsEntry("spec.hostNetwork", "false");
        assertThat(read("nodes", "{}").fields()).containsEntry("spec.unschedulable", "false");
        assertThat(read("jobs.batch", "{}").fields()).containsEntry("status.successful", "0");
        assertThat(read("replicationcontrollers", "{}").fields())
                .containsEntry("status.replicas", "0");
    }

    @Test
    void aJobIsSelectedByItsSuccesses() {
        assertThat(read("jobs.batch", "{\"status\":{\"succeeded\":3}}").fields())
                .containsEntry("status.successful", "3");
    }

    @Test
    void anEventIsSelectedByTheNamesOfBothItsVersions() {
        CachedObject event =
                read(
                        "events",
                        """
                        {"metadata":{},"involvedObject":{"kind":"Pod","name":"web-1"},
                         "reason":"Started","type":"Normal",
                         "reportingComponent":"node","source":{}}
                        """);
        assertThat(event.fields())
                .containsEntry("involvedObject.name", "web-1")
                .containsEntry("regarding.name", "web-1")
                .containsEntry("involvedObject.uid", "")
                .containsEntry("reportingController", "node")
                .containsEntry("reportingComponent", "node")
                .containsEntry("source", "node")
                .containsEntry("reason", "Started");
    }

    @Test
    void kindsWithoutFieldsOfTheirOwnHaveNameAndNamespace() {
        assertThat(read("configmaps", "{\"data\":{\"a\":\"b\"}}").fields())
                .isEqualTo(Map.of("metadata.name", "x", "metadata.namespace", "default"));
    }
}
