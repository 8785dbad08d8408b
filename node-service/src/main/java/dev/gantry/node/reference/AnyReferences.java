package dev.gantry.node.reference;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** For containers that are not real: whatever is named exists, and holds nothing. */
public final class AnyReferences implements References {

    /** Has an empty text under every key. */
    private static final class AnyKey extends AbstractMap<String, String> {
        @Override
        public String get(@Nullable Object key) {
            return "";
        }

        @Override
        public Set<Map.Entry<String, String>> entrySet() {
            return Set.of();
        }
    }

    private static final Map<String, String> ANY = new AnyKey();

    @Override
    public Optional<ConfigMap> configMap(Pod pod, String name) {
        ConfigMap map = new ConfigMap();
        map.setData(ANY);
        return Optional.of(map);
    }

    @Override
    public Optional<Secret> secret(Pod pod, String name) {
        Secret secret = new Secret();
        secret.setData(ANY);
        return Optional.of(secret);
    }

    @Override
    public Optional<PersistentVolumeClaim> claim(Pod pod, String name) {
        return Optional.empty();
    }

    @Override
    public Optional<PersistentVolume> persistentVolume(String name) {
        return Optional.empty();
    }

    @Override
    public Map<String, String> nodeLabels(String node) {
        return Map.of();
    }

    @Override
    public List<Service> services(Pod pod) {
        return List.of();
    }

    @Override
    public Optional<Token> token(Pod pod, String audience, long seconds) {
        return Optional.empty();
    }

    @Override
    public void release(String podUid) {}

    @Override
    public void listen(Changed listener) {}
}
