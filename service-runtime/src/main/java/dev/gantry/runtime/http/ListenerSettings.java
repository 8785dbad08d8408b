package dev.gantry.runtime.http;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where a service listens: {@code gantry.<service>.listener}, for example {@code
 * gantry.gateway.listener.port}.
 */
public record ListenerSettings(
        /** Address to listen on. */
        @DefaultValue("127.0.0.1") String address,
        /** Port; 0 takes any free one, told in run/endpoints.json. */
        @DefaultValue("0") @Min(0) @Max(65535) int port,
        /** How long a connection without a request stays open. */
        @DefaultValue("3m") Duration idleTimeout,
        /** Requests that are handled at once, streams included. */
        @DefaultValue("20000") @Min(1) int maxConcurrent,
        /** Streams that one HTTP/2 connection may have open. */
        @DefaultValue("1000") @Min(1) int streamsPerConnection,
        /** Bound on the head of a request. */
        @DefaultValue("64KB") DataSize maxHeaderSize) {}
