package dev.gantry.runtime.launch;

import dev.gantry.runtime.logging.LoggingFromSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts one service. Settings come from properties given here, the environment, {@code gantry.yml}
 * (working directory or data directory), the service's own {@code <module>.yml}, and the records'
 * defaults, in this order.
 *
 * <p>There is no shutdown hook: whoever starts a service closes it. Nothing of the JVM is changed
 * but the log's format and levels.
 */
public final class ServiceLauncher {

    private static final Map<String, Object> DEFAULTS =
            Map.of(
                    "spring.lifecycle.timeout-per-shutdown-phase", "5s",
                    "spring.jmx.enabled", "false",
                    "spring.main.keep-alive", "false");

    private final ServiceName name;
    private final Class<?> root;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, Object> beans = new LinkedHashMap<>();

    private ServiceLauncher(ServiceName name, Class<?> root) {
        this.name = name;
        this.root = root;
    }

    /**
     * @param root annotated with {@code @GantryService}
     */
    public static ServiceLauncher of(ServiceName name, Class<?> root) {
        return new ServiceLauncher(name, root);
    }

    /** A setting that wins over files and environment. */
    public ServiceLauncher property(String key, Object value) {
        properties.put(key, value.toString());
        return this;
    }

    public ServiceLauncher properties(Map<String, ?> more) {
        more.forEach(this::property);
        return this;
    }

    /** Arguments of a command line, {@code --key=value}; they win over properties. */
    public ServiceLauncher arguments(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    /**
     * A bean made elsewhere. It takes the place of the one that the service would make, and is not
     * closed with the service.
     */
    public <T> ServiceLauncher bean(Class<T> type, T instance) {
        String simple = type.getSimpleName();
        beans.put(simple.substring(0, 1).toLowerCase(Locale.ROOT) + simple.substring(1), instance);
        return this;
    }

    /**
     * Returns when the service listens; it need not be ready yet.
     *
     * @throws RuntimeException when a setting is wrong, a port is taken, or a bean cannot be made;
     *     nothing is left running then
     */
    public RunningService start() {
        SpringApplication application = new SpringApplication(root);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setRegisterShutdownHook(false);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setDefaultProperties(defaults());
        application.setListeners(
                application.getListeners().stream()
                        .filter(l -> !(l instanceof LoggingApplicationListener))
                        .toList());
        application.addListeners(new LoggingFromSettings());
        application.addInitializers(registration());
        return new RunningService(name, application.run(commandLine()));
    }

    private Map<String, Object> defaults() {
        Map<String, Object> defaults = new LinkedHashMap<>(DEFAULTS);
        defaults.put("spring.config.name", name.module() + ",gantry");
        String data = properties.get("gantry.data-dir");
        if (data != null) {
            defaults.put("spring.config.additional-location", "optional:file:" + data + "/");
        }
        return defaults;
    }

    private ApplicationContextInitializer<ConfigurableApplicationContext> registration() {
        return context -> {
            context.setId(name.module());
            context.getBeanFactory().registerSingleton("serviceName", name);
            beans.forEach(context.getBeanFactory()::registerSingleton);
        };
    }

    private String[] commandLine() {
        List<String> line = new ArrayList<>();
        properties.forEach((key, value) -> line.add("--" + key + "=" + value));
        line.addAll(arguments);
        return line.toArray(String[]::new);
    }
}
