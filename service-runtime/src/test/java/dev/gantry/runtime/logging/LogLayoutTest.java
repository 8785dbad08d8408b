package dev.gantry.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.gantry.api.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;

class LogLayoutTest {

    private final LogLayout layout = new LogLayout();

    private static LoggingEvent event() {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        LoggingEvent event =
                new LoggingEvent(
                        "",
                        context.getLogger("dev.gantry.x.Writer"),
                        Level.WARN,
                        "lost\nit",
                        null,
                        null);
        event.setThreadName("api-gateway/http-1");
        event.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
        event.setKeyValuePairs(
                List.of(new KeyValuePair("name", "web"), new KeyValuePair("why", "a \"b\"\nc=d")));
        return event;
    }

    @Test
    void textIsOneLineWhateverAFactHolds() {
        layout.start();
        assertThat(layout.doLayout(event()))
                .isEqualTo(
                        "2026-01-02T03:04:05.678Z WARN  [api-gateway/http-1] Writer: lost\\nit"
                                + " name=web why=\"a \\\"b\\\"\\nc=d\"\n");
    }

    @Test
    void jsonNamesTheService() {
        layout.setJson(true);
        layout.start();
        String line = layout.doLayout(event());
        JsonNode json = Json.parse(line.getBytes(StandardCharsets.UTF_8));
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        assertThat(Json.text(json, "service")).isEqualTo("api-gateway");
        assertThat(Json.text(json, "message")).isEqualTo("lost\nit");
        assertThat(Json.text(json, "why")).isEqualTo("a \"b\"\nc=d");
    }
}
