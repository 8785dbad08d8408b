package dev.gantry.runtime.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import dev.gantry.api.json.Json;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/** Renders one event as one line; a stack trace follows as text, or is a field in JSON. */
public final class LogLayout extends LayoutBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private final ThrowableProxyConverter traces = new ThrowableProxyConverter();
    private volatile boolean json;

    public void setJson(boolean json) {
        this.json = json;
    }

    @Override
    public void start() {
        traces.start();
        super.start();
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        Map<String, Object> facts = facts(event);
        return json ? json(event, facts) : text(event, facts);
    }

    private static Map<String, Object> facts(ILoggingEvent event) {
        Map<String, Object> facts = new LinkedHashMap<>();
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> facts.put(pair.key, String.valueOf(pair.value)));
        }
        facts.putAll(event.getMDCPropertyMap());
        return facts;
    }

    private String text(ILoggingEvent event, Map<String, Object> facts) {
        StringBuilder line = new StringBuilder(160);
        line.append(TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
        line.append(' ').append(String.format(Locale.ROOT, "%-5s", event.getLevel()));
        line.append(" [").append(event.getThreadName()).append("] ");
        line.append(shortName(event.getLoggerName())).append(": ");
        line.append(escaped(event.getFormattedMessage()));
        facts.forEach(
                (key, value) -> line.append(' ').append(key).append('=').append(quoted(value)));
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(traces.convert(event));
        }
        return line.toString();
    }

    private String json(ILoggingEvent event, Map<String, Object> facts) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
        line.put("level", event.getLevel().toString());
        int slash = event.getThreadName().indexOf('/');
        if (slash > 0) {
            line.put("service", event.getThreadName().substring(0, slash));
        }
        line.put("thread", event.getThreadName());
        line.put("logger", event.getLoggerName());
        line.put("message", event.getFormattedMessage());
        facts.forEach(line::putIfAbsent);
        if (event.getThrowableProxy() != null) {
            line.put("stack", traces.convert(event));
        }
        return Json.MAPPER.writeValueAsString(line) + "\n";
    }

    private static String shortName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    /** A value must not look like more facts, nor begin a line of its own. */
    private static String quoted(Object value) {
        String text = value.toString();
        boolean plain =
                !text.isEmpty() && text.chars().noneMatch(c -> c <= ' ' || c == '"' || c == '=');
        return plain ? text : "\"" + escaped(text.replace("\"", "\\\"")) + "\"";
    }

    private static String escaped(String text) {
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0
                ? text
                : text.replace("\r", "\\r").replace("\n", "\\n");
    }
}
