package dev.gantry.node.dns;

import dev.gantry.client.informer.InformerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The DNS server; {@code gantry.node.network.dns-address} is where pods believe it to be. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DnsSettings.class)
class DnsConfiguration {

    @Bean(destroyMethod = "close")
    DnsServer dnsServer(
            InformerFactory informers,
            DnsSettings settings,
            MeterRegistry metrics,
            @Value("${gantry.node.network.dns-address:10.96.0.10}") String self) {
        ClusterZone zone =
                new ClusterZone(
                        new InformerNames(informers),
                        settings.domain(),
                        settings.ttl().toSeconds());
        return DnsServer.start(new Resolver(zone, Upstream.ofHost(self), metrics));
    }
}
