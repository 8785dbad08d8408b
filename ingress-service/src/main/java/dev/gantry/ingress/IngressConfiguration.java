package dev.gantry.ingress;

import dev.gantry.client.StateClient;
import dev.gantry.client.informer.InformerFactory;
import dev.gantry.ingress.address.IngressStatus;
import dev.gantry.ingress.proxy.ProxyServer;
import dev.gantry.ingress.proxy.Routing;
import dev.gantry.runtime.launch.Endpoints;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Listener, routes, and what keeps them current. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngressSettings.class)
class IngressConfiguration {

    @Bean
    Routing routing(IngressSettings settings) {
        return new Routing(settings.connectionsPerThread());
    }

    @Bean(destroyMethod = "close")
    ProxyServer proxyServer(
            IngressSettings settings, Routing routing, Endpoints endpoints, MeterRegistry metrics) {
        ProxyServer server = ProxyServer.start(settings, routing, metrics);
        endpoints.listening("ingress-http", server.port());
        return server;
    }

    @Bean(destroyMethod = "close")
    IngressLoop ingressLoop(
            InformerFactory informers,
            Routing routing,
            StateClient state,
            IngressSettings settings) {
        return new IngressLoop(
                informers, routing, new IngressStatus(state, settings.statusAddress()));
    }

    @Bean
    SmartLifecycle ingressStart(IngressLoop loop) {
        return new SmartLifecycle() {
            private volatile boolean running;

            @Override
            public void start() {
                loop.start();
                running = true;
            }

            @Override
            public void stop() {
                running = false;
            }

            @Override
            public boolean isRunning() {
                return running;
            }
        };
    }

    @Bean
    HealthIndicator routesLoaded(IngressLoop loop) {
        return () -> loop.loaded() ? Health.up().build() : Health.down().build();
    }
}
