package dev.gantry.state.admission.plugins;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.ClusterReads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives every pod a service account, its token and its pull secrets. Kubernetes: "ServiceAccount",
 * "Managing Service Accounts".
 */
final class ServiceAccount implements AdmissionPlugin {

    static final String TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final String DEFAULT = "default";
    private static final String VOLUME = "kube-api-access-";
    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int TOKEN_SECONDS = 3607;
    private static final int FILE_MODE = 0644;

    /** How long a pod waits for the account that every new namespace gets. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final ClusterReads reads;

    ServiceAccount(ClusterReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "ServiceAccount";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode pod = Requests.created(request, "pods");
        if (pod == null) {
            return;
        }
        ObjectNode spec = Json.child(pod, "spec");
        if (pod.path("metadata").path("annotations").has(MIRROR)) {
            refuseOnMirror(request, spec);
            return;
        }
        if (spec.path("serviceAccountName").asString("").isEmpty()) {
            spec.put("serviceAccountName", DEFAULT);
        }
        String name = spec.path("serviceAccountName").asString("");
        spec.put("serviceAccount", name);
        ObjectNode account = account(request.key().namespace(), name);
        if (account == null) {
            throw Requests.forbidden(
                    request,
                    "error looking up service account %s/%s: serviceaccount \"%s\" not found"
                            .formatted(request.key().namespace(), name, name));
        }
        if (mounts(spec, account)) {
            mount(spec);
        }
        if (spec.path("imagePullSecrets").isEmpty()
                && !account.path("imagePullSecrets").isEmpty()) {
            spec.set("imagePullSecrets", account.path("imagePullSecrets").deepCopy());
        }
    }

    private static void refuseOnMirror(AdmissionRequest request, ObjectNode spec) {
        if (!spec.path("serviceAccountName").asString("").isEmpty()) {
            throw Requests.forbidden(request, "a mirror pod may not reference service accounts");
        }
        for (JsonNode volume : spec.path("volumes")) {
            for (JsonNode source : volume.path("projected").path("sources")) {
                if (source.has("serviceAccountToken")) {
                    throw Requests.forbidden(
                            request,
                            "a mirror pod may not use ServiceAccountToken volume projections");
                }
            }
        }
    }

    /** A new namespace's own account comes a moment after it. */
    private @Nullable ObjectNode account(String namespace, String name) {
        ObjectKey key = new ObjectKey("serviceaccounts", namespace, name);
        ObjectNode account = reads.get(key);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (account == null && name.equals(DEFAULT) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE.toNanos());
            account = reads.get(key);
        }
        return account;
    }

    private static boolean mounts(ObjectNode spec, ObjectNode account) {
        JsonNode own = spec.path("automountServiceAccountToken");
        JsonNode general = account.path("automountServiceAccountToken");
        return own.isBoolean() ? own.asBoolean() : general.asBoolean(true);
    }

    private static void mount(ObjectNode spec) {
        String present = tokenVolume(spec);
        String volume = present.isEmpty() ? VOLUME + random() : present;
        boolean used = false;
        for (String list : List.of("initContainers", "containers")) {
            for (JsonNode each : spec.path(list)) {
                if (each instanceof ObjectNode container && !hasToken(container)) {
                    ArrayNode mounts =
                            container.get("volumeMounts") instanceof ArrayNode given
                                    ? given
                                    : container.putArray("volumeMounts");
                    mounts.addObject()
                            .put("name", volume)
                            .put("readOnly", true)
                            .put("mountPath", TOKEN_PATH);
                    used = true;
                }
            }
        }
        if (used && present.isEmpty()) {
            ArrayNode volumes =
                    spec.get("volumes") instanceof ArrayNode given
                            ? given
                            : spec.putArray("volumes");
            projection(volumes.addObject().put("name", volume).putObject("projected"));
        }
    }

    private static String tokenVolume(ObjectNode spec) {
        for (JsonNode volume : spec.path("volumes")) {
            String name = volume.path("name").asString("");
            if (volume.has("projected") && name.startsWith(VOLUME)) {
                return name;
            }
        }
        return "";
    }

    private static boolean hasToken(ObjectNode container) {
        for (JsonNode mount : container.path("volumeMounts")) {
            if (mount.path("mountPath").asString("").equals(TOKEN_PATH)) {
                return true;
            }
        }
        return false;
    }

    private static void projection(ObjectNode projected) {
        ArrayNode sources = projected.putArray("sources");
        sources.addObject()
                .putObject("serviceAccountToken")
                .put("expirationSeconds", TOKEN_SECONDS)
                .put("path", "token");
        ObjectNode root = sources.addObject().putObject("configMap");
        root.put("name", "kube-root-ca.crt");
        root.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
        sources.addObject()
                .putObject("downwardAPI")
                .putArray("items")
                .addObject()
                .put("path", "namespace")
                .putObject("fieldRef")
                .put("apiVersion", "v1")
                .put("fieldPath", "metadata.namespace");
        projected.put("defaultMode", FILE_MODE);
    }

    private static String random() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            text.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
