package dev.gantry.state.serviceaccount;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How tokens of service accounts are made. */
@ConfigurationProperties("gantry.state.service-account-tokens")
public record TokenSettings(
        /** Who issues them, as their {@code iss} says; a URL. */
        @DefaultValue("https://kubernetes.default.svc.cluster.local") String issuer,
        /** For whom they are when the request names nobody; empty for the issuer. */
        @DefaultValue List<String> audiences,
        /** The RSA key that signs, PEM; empty for one in the data directory. */
        @Nullable Path keyFile,
        /** Keys that signed before and still count, PEM, private or public. */
        @DefaultValue List<Path> formerKeyFiles) {

    /** The API's own audiences. */
    List<String> apiAudiences() {
        return audiences.isEmpty() ? List.of(issuer) : audiences;
    }
}
