package dev.gantry.state.serviceaccount;

import dev.gantry.runtime.launch.ClusterSettings;
import dev.gantry.runtime.pki.ClusterPki;
import dev.gantry.state.admission.ClusterReads;
import dev.gantry.state.bootstrap.BootstrapSettings;
import dev.gantry.state.request.DocumentEndpoint;
import dev.gantry.state.request.subresource.AccountTokens;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;

/** The key is read, or made, when the first token is: no start waits for it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TokenSettings.class)
class TokenConfiguration {

    @Bean
    Supplier<SigningKeys> signingKeys(
            TokenSettings settings, ClusterSettings cluster, Clock clock) {
        return SingletonSupplier.of(
                () -> SigningKeys.read(file(settings, cluster, clock), settings.formerKeyFiles()));
    }

    private static Path file(TokenSettings settings, ClusterSettings cluster, Clock clock) {
        Path named = settings.keyFile();
        return named != null
                ? named
                : ClusterPki.open(cluster.dataDir().resolve("pki"), clock)
                        .signingKey("service-accounts");
    }

    @Bean
    AccountTokens accountTokens(
            Supplier<SigningKeys> signingKeys,
            TokenSettings settings,
            ClusterReads reads,
            Clock clock) {
        return new AccountTokens(
                new SignedTokens(signingKeys, settings, reads, clock),
                new CheckedTokens(signingKeys, settings, reads, clock));
    }

    @Bean
    DocumentEndpoint issuerDocuments(
            Supplier<SigningKeys> signingKeys, TokenSettings settings, BootstrapSettings api) {
        return new IssuerDocuments(
                signingKeys, settings.issuer(), api.apiAddress() + ":" + api.apiPort());
    }
}
