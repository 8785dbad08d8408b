package dev.gantry.runtime.tls;

import dev.gantry.runtime.launch.ClusterSettings;
import dev.gantry.runtime.launch.ServiceName;
import dev.gantry.runtime.pki.ClusterPki;
import dev.gantry.runtime.pki.PemFiles;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Identities from files that are named, else from the authority in the data directory. */
@AutoConfiguration
@EnableConfigurationProperties(TlsSettings.class)
class TlsConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Certificates certificates(
            ServiceName service, TlsSettings settings, ClusterSettings cluster, Clock clock) {
        Path certificate = settings.certificate();
        Path key = settings.key();
        Path authority = settings.authority();
        if (certificate != null && key != null && authority != null) {
            return new GivenCertificates(new PemFiles(certificate, key, authority));
        }
        Path directory = cluster.dataDir().resolve("pki");
        return new IssuedCertificates(ClusterPki.open(directory, clock), service, settings);
    }

    @Bean
    @ConditionalOnMissingBean
    CertificateCallers certificateCallers() {
        return new CertificateCallers();
    }
}
