package dev.gantry.node.pod;

import dev.gantry.node.reference.References;
import dev.gantry.node.volume.FieldValues;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container's variables, the later of one name winning: Services, {@code envFrom}, {@code env}.
 *
 * <p>A source that is missing and not optional is a {@link StartProblem} with kubelet's words.
 */
final class Environment {

    private final Pod pod;
    private final Container container;
    private final References references;
    private final FieldValues.Here here;
    private final Map<String, String> variables = new LinkedHashMap<>();

    private Environment(
            Pod pod, Container container, References references, FieldValues.Here here) {
        this.pod = pod;
        this.container = container;
        this.references = references;
        this.here = here;
    }

    static Map<String, String> of(
            Pod pod, Container container, References references, FieldValues.Here here) {
        Environment environment = new Environment(pod, container, references, here);
        try {
            environment.collect();
        } catch (References.Unavailable | IllegalArgumentException e) {
            throw StartProblem.config(Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
        return environment.variables;
    }

    private void collect() {
        boolean links = !Boolean.FALSE.equals(pod.getSpec().getEnableServiceLinks());
        variables.putAll(
                ServiceVariables.of(
                        references.services(pod), pod.getMetadata().getNamespace(), links));
        Objects.requireNonNullElse(container.getEnvFrom(), List.<EnvFromSource>of())
                .forEach(this::addAll);
        Objects.requireNonNullElse(container.getEnv(), List.<EnvVar>of()).forEach(this::add);
    }

    private void addAll(EnvFromSource source) {
        String prefix = Objects.requireNonNullElse(source.getPrefix(), "");
        if (source.getConfigMapRef() != null) {
            String name = source.getConfigMapRef().getName();
            boolean optional = Boolean.TRUE.equals(source.getConfigMapRef().getOptional());
            configMap(name, optional)
                    .ifPresent(m -> texts(m).forEach((k, v) -> variables.put(prefix + k, v)));
        }
        if (source.getSecretRef() != null) {
            String name = source.getSecretRef().getName();
            boolean optional = Boolean.TRUE.equals(source.getSecretRef().getOptional());
            secret(name, optional)
                    .ifPresent(s -> texts(s).forEach((k, v) -> variables.put(prefix + k, v)));
        }
    }

    private Optional<ConfigMap> configMap(String name, boolean optional) {
        Optional<ConfigMap> found = references.configMap(pod, name);
        if (found.isEmpty() && !optional) {
            throw StartProblem.config("configmap \"" + name + "\" not found");
        }
        return found;
    }

    private Optional<Secret> secret(String name, boolean optional) {
        Optional<Secret> found = references.secret(pod, name);
        if (found.isEmpty() && !optional) {
            throw StartProblem.config("secret \"" + name + "\" not found");
        }
        return found;
    }

    private static Map<String, String> texts(ConfigMap map) {
        return Objects.requireNonNullElse(map.getData(), Map.of());
    }

    private static Map<String, String> texts(Secret secret) {
        Map<String, String> out = new LinkedHashMap<>();
        Objects.requireNonNullElse(secret.getData(), Map.<String, String>of())
                .forEach(
                        (k, v) ->
                                out.put(
                                        k,
                                        new String(
                                                Base64.getDecoder().decode(v),
                                                StandardCharsets.UTF_8)));
        return out;
    }

    private void add(EnvVar variable) {
        String value =
                variable.getValueFrom() == null
                        ? Expansion.expand(
                                Objects.requireNonNullElse(variable.getValue(), ""), variables)
                        : from(variable.getValueFrom());
        if (value != null) {
            variables.put(variable.getName(), value);
        }
    }

    /** Null when an optional source is missing: then there is no such variable. */
    private @Nullable String from(EnvVarSource source) {
        if (source.getFieldRef() != null) {
            return FieldValues.field(pod, source.getFieldRef().getFieldPath(), here);
        }
        if (source.getResourceFieldRef() != null) {
            return FieldValues.resource(
                    pod, container.getName(), source.getResourceFieldRef(), here);
        }
        if (source.getConfigMapKeyRef() != null) {
            return key(source.getConfigMapKeyRef());
        }
        if (source.getSecretKeyRef() != null) {
            return key(source.getSecretKeyRef());
        }
        throw StartProblem.config("an environment variable names no known source");
    }

    private @Nullable String key(ConfigMapKeySelector selector) {
        boolean optional = Boolean.TRUE.equals(selector.getOptional());
        Optional<ConfigMap> map = configMap(selector.getName(), optional);
        String value = map.map(m -> texts(m).get(selector.getKey())).orElse(null);
        if (value == null && !optional) {
            throw StartProblem.config(missing(selector.getKey(), "ConfigMap", selector.getName()));
        }
        return value;
    }

    private @Nullable String key(SecretKeySelector selector) {
        boolean optional = Boolean.TRUE.equals(selector.getOptional());
        Optional<Secret> secret = secret(selector.getName(), optional);
        String value = secret.map(s -> texts(s).get(selector.getKey())).orElse(null);
        if (value == null && !optional) {
            throw StartProblem.config(missing(selector.getKey(), "Secret", selector.getName()));
        }
        return value;
    }

    private String missing(String key, String kind, String name) {
        return "couldn't find key %s in %s %s/%s"
                .formatted(key, kind, pod.getMetadata().getNamespace(), name);
    }
}
