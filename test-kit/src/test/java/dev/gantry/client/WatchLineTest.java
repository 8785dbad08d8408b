package dev.gantry.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"ADDED\",\"object\":{\"a\":{}}}|ADDED|{\"a\":{}}",
                "{\"type\":\"DELETED\",\"object\":{\"a\":1}} |DELETED|{\"a\":1}",
                "{ \"type\" : \"ADDED\", \"object\" : {\"a\":1} }|ADDED|{\"a\":1}",
                "{\"object\":{\"a\":1},\"type\":\"BOOKMARK\"}|BOOKMARK|{\"a\":1}",
            })
    void objectIsCutOutOfTheLine(String line, String type, String object) {
        WatchLine parsed = WatchLine.parse(line.getBytes(StandardCharsets.UTF_8));
        assertThat(parsed.type()).isEqualTo(type);
        assertThat(new String(parsed.object(), StandardCharsets.UTF_8)).isEqualTo(object);
    }

    @Test
    void traceIsReadFromBothForms() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        for (String form :
                List.of(
                        "{\"type\":\"ADDED\",\"traceparent\":\"%s\",\"object\":{\"a\":1}}",
                        "{\"object\":{\"a\":1},\"traceparent\":\"%s\",\"type\":\"ADDED\"}")) {
            WatchLine parsed =
                    WatchLine.parse(form.formatted(trace).getBytes(StandardCharsets.UTF_8));
            assertThat(parsed.traceParent()).isEqualTo(trace);
            assertThat(parsed.type()).isEqualTo("ADDED");
            assertThat(new String(parsed.object(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
        }
    }
}
