package dev.gantry.runtime.logging;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The log of the process; in one JVM the service that starts last decides for all. */
@ConfigurationProperties("gantry.logging")
public record LoggingSettings(
        /** How a line looks: text or json. */
        @DefaultValue("text") Format format,
        /** Least severe level that is written. */
        @DefaultValue("INFO") String level,
        /** Other levels for some loggers, by package or class name. */
        @DefaultValue Map<String, String> levels) {

    /** How a line looks. */
    public enum Format {
        TEXT,
        JSON
    }
}
