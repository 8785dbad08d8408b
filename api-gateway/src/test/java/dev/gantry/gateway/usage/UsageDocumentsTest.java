package dev.gantry.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class UsageDocumentsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:10Z");
    private static final JsonNode SUMMARY =
            json(
                    """
                    {"node":{"nodeName":"node-1",
                       "cpu":{"time":"2026-01-01T00:00:05Z","usageNanoCores":250000000},
                       "memory":{"workingSetBytes":1048576}},
                     "pods":[{"podRef":{"name":"web","namespace":"d","uid":"u1"},"containers":[
                       {"name":"app","cpu":{"time":"2026-01-01T00:00:04Z","usageNanoCores":1500},
                        "memory":{"workingSetBytes":2048}},
                       {"name":"new","memory":{"workingSetBytes":2048}}]}]}
                    """);

    private static JsonNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aNodesUseIsToldInNanosAndKibibytes() {
        JsonNode node = json("{\"metadata\":{\"name\":\"node-1\",\"labels\":{\"zone\":\"a\"}}}");
        assertThat(UsageDocuments.node(node, SUMMARY, NOW))
                .isEqualTo(
                        json(
                                """
                                {"kind":"NodeMetrics","apiVersion":"metrics.k8s.io/v1beta1",
                                 "metadata":{"name":"node-1",
                                   "creationTimestamp":"2026-01-01T00:00:10Z",
                                   "labels":{"zone":"a"}},
                                 "timestamp":"2026-01-01T00:00:05Z","window":"10s",
                                 "usage":{"cpu":"250000000n","memory":"1024Ki"}}
                                """));
    }

    @Test
    void aContainerThatIsNotYetMeasuredIsLeftOut() {
        JsonNode pod = json("{\"metadata\":{\"name\":\"web\",\"namespace\":\"d\",\"uid\":\"u1\"}}");
        JsonNode told = UsageDocuments.pod(pod, SUMMARY, NOW);
        assertThat(Json.at(told, "containers"))
                .isEqualTo(
                        json(
                                "[{\"name\":\"app\",\"usage\":{\"cpu\":\"1500n\",\"memory\":\"2Ki\"}}]"));
        assertThat(Json.text(told, "timestamp")).isEqualTo("2026-01-01T00:00:04Z");
    }

    @Test
    void aPodOfAnotherUidIsNotThisOne() {
        JsonNode pod = json("{\"metadata\":{\"name\":\"web\",\"namespace\":\"d\",\"uid\":\"u2\"}}");
        assertThat(UsageDocuments.pod(pod, SUMMARY, NOW)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "nodes,                      nodes, '', ''",
        "nodes/node-1,               nodes, '', node-1",
        "pods,                       pods,  '', ''",
        "namespaces/d/pods,          pods,  d,  ''",
        "namespaces/d/pods/web,      pods,  d,  web",
        "namespaces/d/nodes,         '',    '', ''",
        "pods/web,                   '',    '', ''",
        "nodes/node-1/status,        '',    '', ''",
    })
    void pathsSayWhatIsAskedFor(String path, String resource, String namespace, String name) {
        assertThat(
                        UsagePath.parse("/apis/metrics.k8s.io/v1beta1/" + path)
                                .orElse(new UsagePath("", "", "")))
                .isEqualTo(new UsagePath(resource, namespace, name));
    }
}
