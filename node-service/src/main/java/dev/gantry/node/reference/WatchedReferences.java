package dev.gantry.node.reference;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import dev.gantry.client.informer.Informer;
import dev.gantry.client.informer.InformerFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** References over informers of single objects, shared by the pods of one node. */
public final class WatchedReferences implements References {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedReferences.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(5);

    private final InformerFactory informers;
    private final StateClient state;
    private final Informer<Service> services;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Watched<?>> watched = new HashMap<>();
    private final List<Changed> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean saidNoTokens = new AtomicBoolean();

    /**
     * @param services of all namespaces, shared
     */
    public WatchedReferences(
            InformerFactory informers, StateClient state, Informer<Service> services) {
        this.informers = informers;
        this.state = state;
        this.services = services;
    }

    private record Key(String resource, String namespace, String name) {}

    private static final class Watched<T> {
        final Informer<T> informer;
        final Set<String> pods = new HashSet<>();

        Watched(Informer<T> informer) {
            this.informer = informer;
        }
    }

    @Override
    public Optional<ConfigMap> configMap(Pod pod, String name) {
        return find(pod, "configmaps", ConfigMap.class, name, "configmap");
    }

    @Override
    public Optional<Secret> secret(Pod pod, String name) {
        return find(pod, "secrets", Secret.class, name, "secret");
    }

    @Override
    public Optional<PersistentVolumeClaim> claim(Pod pod, String name) {
        return find(
                pod,
                "persistentvolumeclaims",
                PersistentVolumeClaim.class,
                name,
                "persistentvolumeclaim");
    }

    @Override
    public Optional<PersistentVolume> persistentVolume(String name) {
        return read("persistentvolumes", name, PersistentVolume.class);
    }

    @Override
    public Map<String, String> nodeLabels(String node) {
        return read("nodes", node, Node.class)
                .map(n -> n.getMetadata().getLabels())
                .orElse(Map.of());
    }

    private <T> Optional<T> read(String resource, String name, Class<T> type) {
        try {
            ObjectNode found = state.get(Catalog.builtIn().require(resource), "", name);
            return Optional.ofNullable(found).map(f -> Json.view(Json.bytes(f), type));
        } catch (ApiException e) {
            throw new Unavailable(e.error().message());
        }
    }

    private <T> Optional<T> find(
            Pod pod, String resource, Class<T> type, String name, String what) {
        String namespace = pod.getMetadata().getNamespace();
        Informer<T> informer =
                watch(new Key(resource, namespace, name), type, pod.getMetadata().getUid());
        if (!awaitSynced(informer)) {
            throw new Unavailable(
                    "failed to sync " + what + " cache: timed out waiting for the condition");
        }
        return Optional.ofNullable(informer.get(namespace, name));
    }

    private static boolean awaitSynced(Informer<?> informer) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!informer.synced()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("unchecked")
    private <T> Informer<T> watch(Key key, Class<T> type, String podUid) {
        lock.lock();
        try {
            Watched<T> found = (Watched<T>) watched.get(key);
            if (found == null) {
                found =
                        new Watched<>(
                                informers.selected(
                                        key.resource(),
                                        type,
                                        key.namespace(),
                                        "metadata.name=" + key.name(),
                                        "",
                                        Map.of()));
                watched.put(key, found);
                found.informer.listen(new Telling<>(key));
            }
            found.pods.add(podUid);
            return found.informer;
        } finally {
            lock.unlock();
        }
    }

    private final class Telling<T> implements Informer.Listener<T> {

        private final Key key;

        Telling(Key key) {
            this.key = key;
        }

        @Override
        public void added(T object) {
            tell(key);
        }

        @Override
        public void changed(T before, T after) {
            tell(key);
        }

        @Override
        public void removed(T last) {
            tell(key);
        }
    }

    private void tell(Key key) {
        List<String> pods;
        lock.lock();
        try {
            Watched<?> found = watched.get(key);
            pods = found == null ? List.of() : List.copyOf(found.pods);
        } finally {
            lock.unlock();
        }
        pods.forEach(pod -> listeners.forEach(l -> l.changed(pod)));
    }

    @Override
    public List<Service> services(Pod pod) {
        List<Service> all = new ArrayList<>(services.list(pod.getMetadata().getNamespace()));
        Service api = services.get("default", "kubernetes");
        if (api != null && !pod.getMetadata().getNamespace().equals("default")) {
            all.add(api);
        }
        return all;
    }

    @Override
    public Optional<Token> token(Pod pod, String audience, long seconds) {
        ResourceType accounts = Catalog.builtIn().require("serviceaccounts");
        String account =
                Objects.requireNonNullElse(pod.getSpec().getServiceAccountName(), "default");
        Write request =
                Write.create(
                        accounts,
                        pod.getMetadata().getNamespace(),
                        account,
                        "token",
                        tokenRequest(pod, audience, seconds));
        WriteResult result = state.writeAll(List.of(WriteGroup.of(request))).get(0);
        return switch (result) {
            case WriteResult.Written written -> {
                String token = Json.text(written.objects().get(0), "status", "token");
                long now = Instant.now().getEpochSecond();
                yield token.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Token(token, now + seconds * 4 / 5));
            }
            case WriteResult.Refused refused -> {
                if (!saidNoTokens.getAndSet(true)) {
                    LOG.atWarn()
                            .addKeyValue("namespace", pod.getMetadata().getNamespace())
                            .addKeyValue("serviceAccount", account)
                            .addKeyValue("why", refused.error().message())
                            .log("the API gives no service account tokens; pods start without");
                }
                yield Optional.empty();
            }
        };
    }

    private static ObjectNode tokenRequest(Pod pod, String audience, long seconds) {
        ObjectNode request = Json.object();
        request.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenRequest");
        ObjectNode spec = request.putObject("spec").put("expirationSeconds", seconds);
        if (!audience.isEmpty()) {
            spec.putArray("audiences").add(audience);
        }
        spec.putObject("boundObjectRef")
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put("name", pod.getMetadata().getName())
                .put("uid", pod.getMetadata().getUid());
        return request;
    }

    @Override
    public void release(String podUid) {
        lock.lock();
        try {
            watched.values()
                    .removeIf(
                            one -> {
                                boolean last = one.pods.remove(podUid) && one.pods.isEmpty();
                                if (last) {
                                    informers.forget(one.informer);
                                }
                                return last;
                            });
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void listen(Changed listener) {
        listeners.add(listener);
    }
}
