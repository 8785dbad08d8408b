package dev.gantry.runtime.health;

import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/** The pages of health; each indicator is a check under its bean's name. */
@AutoConfiguration
class HealthConfiguration {

    @Bean
    ServletRegistrationBean<HealthServlet> healthServlet(Map<String, HealthIndicator> checks) {
        return new ServletRegistrationBean<>(
                new HealthServlet(checks),
                "/healthz",
                "/healthz/*",
                "/livez",
                "/livez/*",
                "/readyz",
                "/readyz/*");
    }
}
