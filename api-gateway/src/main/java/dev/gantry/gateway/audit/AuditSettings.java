package dev.gantry.gateway.audit;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/** The audit log, log/audit.log in the data directory. */
@ConfigurationProperties("gantry.gateway.audit")
public record AuditSettings(
        /** Whether writes are recorded. */
        @DefaultValue("true") boolean enabled,
        /** Whether those of services and nodes are too; they are many. */
        @DefaultValue("false") boolean services,
        /** Size at which the file is put aside; one old file is kept. */
        @DefaultValue("64MB") DataSize maxFileSize,
        /** Lines that may wait for the disk; more are dropped and counted. */
        @DefaultValue("8192") @Min(1) int queue) {}
