package dev.gantry.runtime.launch;

import dev.gantry.runtime.http.ListenerSettings;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Refuses settings that nobody reads, before the service listens. Looked at are files and command
 * lines; what is for other services or the launcher is theirs to check.
 */
final class SettingsCheck implements SmartInitializingSingleton {

    private final ServiceName service;
    private final ConfigurableApplicationContext context;

    SettingsCheck(ServiceName service, ConfigurableApplicationContext context) {
        this.service = service;
        this.context = context;
    }

    @Override
    public void afterSingletonsInstantiated() {
        KnownSettings known = known();
        Set<String> others = otherPrefixes();
        for (String name : given()) {
            if (others.stream().noneMatch(name::startsWith) && !known.has(name)) {
                throw new UnknownSettingException(name, known.nearest(name));
            }
        }
    }

    private KnownSettings known() {
        KnownSettings known = new KnownSettings();
        known.add(service.settings() + ".listener", ListenerSettings.class);
        for (ConfigurationPropertiesBean bean :
                ConfigurationPropertiesBean.getAll(context).values()) {
            Object settings = bean.getInstance();
            if (settings != null) {
                known.add(bean.getAnnotation().prefix(), settings.getClass());
            }
        }
        return known;
    }

    private Set<String> otherPrefixes() {
        return Stream.concat(
                        Stream.of("gantry.standalone."),
                        Stream.of(ServiceName.values())
                                .filter(name -> name != service)
                                .map(name -> name.settings() + "."))
                .collect(Collectors.toSet());
    }

    private Set<String> given() {
        Set<String> given = new TreeSet<>();
        for (PropertySource<?> source : context.getEnvironment().getPropertySources()) {
            String kind = source.getName();
            boolean looked =
                    kind.startsWith("commandLineArgs") || kind.startsWith("Config resource");
            if (looked && source instanceof EnumerablePropertySource<?> names) {
                Stream.of(names.getPropertyNames())
                        .filter(name -> name.startsWith("gantry."))
                        .map(name -> name.replaceAll("\\[[^\\]]*\\]", ""))
                        .forEach(given::add);
            }
        }
        return given;
    }
}
