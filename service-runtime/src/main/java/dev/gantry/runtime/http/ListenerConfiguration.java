package dev.gantry.runtime.http;

import dev.gantry.runtime.launch.ClusterSettings;
import dev.gantry.runtime.launch.Endpoints;
import dev.gantry.runtime.launch.EndpointsFile;
import dev.gantry.runtime.launch.ServiceName;
import dev.gantry.runtime.tls.CertificateCallers;
import dev.gantry.runtime.tls.Certificates;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The listener, and the report of its port. */
@AutoConfiguration
class ListenerConfiguration {

    @Bean
    ListenerSettings listenerSettings(ServiceName service, Environment environment) {
        return Binder.get(environment)
                .bindOrCreate(service.settings() + ".listener", ListenerSettings.class);
    }

    @Bean
    JettyServletWebServerFactory webServerFactory(
            ServiceName service, ListenerSettings settings, Certificates certificates) {
        return JettyListener.factory(service.module(), settings, certificates.service());
    }

    @Bean
    @ConditionalOnMissingBean
    Endpoints endpoints(ClusterSettings cluster) {
        return new EndpointsFile(cluster.dataDir().resolve("run/endpoints.json"));
    }

    @Bean
    ApplicationListener<WebServerInitializedEvent> portReport(
            ServiceName service, Endpoints endpoints) {
        return event -> endpoints.listening(service.module(), event.getWebServer().getPort());
    }

    @Bean
    @ConditionalOnMissingBean
    RequestCallers requestCallers(CertificateCallers callers) {
        return request -> {
            X509Certificate[] chain = certificates(request);
            return chain == null || chain.length == 0 ? null : callers.caller(chain[0]);
        };
    }

    private static X509Certificate @Nullable [] certificates(HttpServletRequest request) {
        return (X509Certificate[]) request.getAttribute("jakarta.servlet.request.X509Certificate");
    }
}
