package dev.gantry.state.customresource.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class JsonPathTest {

    private static final JsonNode DOCUMENT =
            Json.parse(
                    """
                    {"spec":{"ports":[{"name":"a","port":1},{"name":"b","port":2}],"a.b":"dotted"},
                     "status":{"conditions":[{"type":"Ready","status":"True"},
                                             {"type":"Old","status":"False"}]}}
                    """
                            .getBytes(StandardCharsets.UTF_8));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    .spec.ports[0].name                            | a
                    .spec.ports[-1].name                           | b
                    .spec.ports[*].port                            | 1 2
                    .spec.ports[1:].port                           | 2
                    .spec['a.b']                                   | dotted
                    .spec.a\\.b                                    | dotted
                    .status.conditions[?(@.type=="Ready")].status  | True
                    .status.conditions[?(@.type!='Ready')].status  | False
                    .spec.ports[?(@.port > 1)].name                | b
                    ..port                                         | 1 2
                    .spec.none                                     | ''
                    """)
    void leadsToWhatItNames(String path, String expected) {
        String found =
                JsonPath.parse(path).orElseThrow().find(DOCUMENT).stream()
                        .map(node -> node.asString())
                        .collect(Collectors.joining(" "));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void aBrokenPathIsNone() {
        assertThat(JsonPath.parse(".spec[")).isEmpty();
        assertThat(JsonPath.parse(".spec[x]")).isEmpty();
    }
}
