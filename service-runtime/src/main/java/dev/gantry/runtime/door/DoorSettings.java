package dev.gantry.runtime.door;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/** Limits of the HTTP door. */
@ConfigurationProperties("gantry.door")
public record DoorSettings(
        /** Bound on a request's body; more is 413. */
        @DefaultValue("3MB") DataSize maxBody,
        /** The same for bulk writes of services and nodes. */
        @DefaultValue("64MB") DataSize maxBulkBody,
        /** Replies larger than this are compressed for clients that accept it; 0 for none. */
        @DefaultValue("128KB") DataSize compressFrom,
        /** How often a silent stream's client is looked for, over HTTP/1.1. */
        @DefaultValue("5s") Duration clientCheck) {}
