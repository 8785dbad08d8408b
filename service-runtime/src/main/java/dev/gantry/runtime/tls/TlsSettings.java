package dev.gantry.runtime.tls;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Where certificates come from: the cluster's own authority, unless files are named. */
@ConfigurationProperties("gantry.tls")
public record TlsSettings(
        /** This service's certificate, PEM; empty for one of the cluster's own authority. */
        @Nullable Path certificate,
        /** The key of that certificate, PEM. */
        @Nullable Path key,
        /** The authority that all of the cluster trust, PEM. */
        @Nullable Path authority,
        /** More names and addresses by which this host's servers are reached. */
        @DefaultValue List<String> names,
        /** Address of the Service kubernetes, a name of the API's server. */
        @DefaultValue("10.96.0.1") String apiServiceAddress) {}
