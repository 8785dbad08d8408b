package dev.gantry.node.volume;

import dev.gantry.node.reference.References;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of volumes that come from API objects. */
final class ObjectFiles {

    private static final int USUAL_MODE = 0644;
    private static final long TOKEN_SECONDS = 3600;

    private final References references;
    private final FieldValues.Here here;
    private final Tokens tokens;

    ObjectFiles(References references, FieldValues.Here here, Tokens tokens) {
        this.references = references;
        this.here = here;
        this.tokens = tokens;
    }

    /** Whether the volume is one of those. */
    static boolean handles(Volume volume) {
        return volume.getConfigMap() != null
                || volume.getSecret() != null
                || volume.getProjected() != null
                || volume.getDownwardAPI() != null;
    }

    /**
     * @throws VolumeException when an object or key that is not optional is missing
     */
    FileSet files(Pod pod, Volume volume) {
        FileSet out = new FileSet();
        try {
            collect(pod, volume, out);
        } catch (References.Unavailable | IllegalArgumentException e) {
            throw VolumeException.setUp(
                    volume.getName(), Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
        return out;
    }

    /** Which keys of an object become which files. */
    private record Picked(@Nullable List<KeyToPath> items, int mode, boolean optional) {
        static Picked of(
                @Nullable List<KeyToPath> items,
                @Nullable Integer mode,
                @Nullable Boolean optional) {
            return new Picked(items, ObjectFiles.mode(mode), Boolean.TRUE.equals(optional));
        }
    }

    private void collect(Pod pod, Volume volume, FileSet out) {
        if (volume.getConfigMap() != null) {
            var from = volume.getConfigMap();
            Picked picked = Picked.of(from.getItems(), from.getDefaultMode(), from.getOptional());
            configMap(pod, from.getName(), picked, out);
        } else if (volume.getSecret() != null) {
            var from = volume.getSecret();
            Picked picked = Picked.of(from.getItems(), from.getDefaultMode(), from.getOptional());
            secret(pod, from.getSecretName(), picked, out);
        } else if (volume.getDownwardAPI() != null) {
            var from = volume.getDownwardAPI();
            downward(pod, from.getItems(), mode(from.getDefaultMode()), out);
        } else {
            projected(pod, volume.getProjected(), out);
        }
    }

    private void projected(Pod pod, ProjectedVolumeSource source, FileSet out) {
        Integer mode = source.getDefaultMode();
        for (VolumeProjection one :
                Objects.requireNonNullElse(source.getSources(), List.<VolumeProjection>of())) {
            if (one.getConfigMap() != null) {
                var from = one.getConfigMap();
                Picked picked = Picked.of(from.getItems(), mode, from.getOptional());
                configMap(pod, from.getName(), picked, out);
            }
            if (one.getSecret() != null) {
                var from = one.getSecret();
                Picked picked = Picked.of(from.getItems(), mode, from.getOptional());
                secret(pod, from.getName(), picked, out);
            }
            if (one.getDownwardAPI() != null) {
                downward(pod, one.getDownwardAPI().getItems(), mode(mode), out);
            }
            if (one.getServiceAccountToken() != null) {
                token(pod, one.getServiceAccountToken(), mode(mode), out);
            }
        }
    }

    private void configMap(Pod pod, String name, Picked picked, FileSet out) {
        Optional<ConfigMap> found = references.configMap(pod, name);
        if (found.isEmpty() && !picked.optional()) {
            throw new IllegalArgumentException("configmap \"" + name + "\" not found");
        }
        Map<String, byte[]> data = new TreeMap<>();
        found.ifPresent(
                map -> {
                    texts(map.getData(), data);
                    encoded(map.getBinaryData(), data);
                });
        put(data, picked, out);
    }

    private void secret(Pod pod, String name, Picked picked, FileSet out) {
        Optional<Secret> found = references.secret(pod, name);
        if (found.isEmpty() && !picked.optional()) {
            throw new IllegalArgumentException("secret \"" + name + "\" not found");
        }
        Map<String, byte[]> data = new TreeMap<>();
        found.ifPresent(secret -> encoded(secret.getData(), data));
        put(data, picked, out);
    }

    private static void texts(@Nullable Map<String, String> from, Map<String, byte[]> to) {
        if (from != null) {
            from.forEach((k, v) -> to.put(k, v.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void encoded(@Nullable Map<String, String> from, Map<String, byte[]> to) {
        if (from != null) {
            from.forEach((k, v) -> to.put(k, Base64.getDecoder().decode(v)));
        }
    }

    private static void put(Map<String, byte[]> data, Picked picked, FileSet out) {
        if (picked.items() == null || picked.items().isEmpty()) {
            data.forEach((key, bytes) -> out.put(key, bytes, picked.mode()));
            return;
        }
        for (KeyToPath item : picked.items()) {
            byte[] bytes = data.get(item.getKey());
            if (bytes != null) {
                int own = item.getMode() == null ? picked.mode() : item.getMode();
                out.put(item.getPath(), bytes, own);
            } else if (!picked.optional()) {
                throw new IllegalArgumentException(
                        "references non-existent config key: " + item.getKey());
            }
        }
    }

    private void downward(
            Pod pod, @Nullable List<DownwardAPIVolumeFile> items, int mode, FileSet out) {
        for (DownwardAPIVolumeFile item :
                Objects.requireNonNullElse(items, List.<DownwardAPIVolumeFile>of())) {
            String value =
                    item.getFieldRef() != null
                            ? FieldValues.field(pod, item.getFieldRef().getFieldPath(), here)
                            : FieldValues.resource(pod, "", item.getResourceFieldRef(), here);
            out.put(
                    item.getPath(),
                    value.getBytes(StandardCharsets.UTF_8),
                    item.getMode() == null ? mode : item.getMode());
        }
    }

    private void token(Pod pod, ServiceAccountTokenProjection source, int mode, FileSet out) {
        String audience = Objects.requireNonNullElse(source.getAudience(), "");
        long seconds = Objects.requireNonNullElse(source.getExpirationSeconds(), TOKEN_SECONDS);
        tokens.get(references, pod, audience, seconds)
                .map(token -> token.getBytes(StandardCharsets.UTF_8))
                .ifPresent(token -> out.put(source.getPath(), token, mode));
    }

    private static int mode(@Nullable Integer mode) {
        return mode == null ? USUAL_MODE : mode;
    }
}
