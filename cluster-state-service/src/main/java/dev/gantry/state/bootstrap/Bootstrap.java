package dev.gantry.state.bootstrap;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import dev.gantry.state.served.ServedTypes;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates what is missing. Idempotent, and safe beside other replicas that do the same: what exists
 * is left as it is, but for the endpoints of the API, which follow its address.
 */
public final class Bootstrap {

    private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);
    private static final String QUERY = "fieldManager=kube-apiserver";

    /** Nothing works without these; what else is refused is told and passed over. */
    private static final Set<String> ESSENTIAL =
            Set.of(
                    "Namespace",
                    "ServiceCIDR",
                    "Service",
                    "Endpoints",
                    "EndpointSlice",
                    "PriorityClass");

    private final StateClient client;
    private final ServedTypes types;
    private final BootstrapSettings settings;
    private final String serviceRange;

    /**
     * @param client speaks as a superuser
     * @param serviceRange of the addresses of Services; the API has its first one
     */
    public Bootstrap(
            StateClient client,
            ServedTypes types,
            BootstrapSettings settings,
            String serviceRange) {
        this.client = client;
        this.types = types;
        this.settings = settings;
        this.serviceRange = serviceRange;
    }

    /**
     * Returns when everything exists.
     *
     * @throws IllegalStateException when something essential cannot be created
     */
    public void run(LocalDate today) {
        List<ObjectNode> objects = BootstrapObjects.read(settings, serviceRange, today);
        List<ObjectNode> ordered = new ArrayList<>();
        List<ObjectNode> rest = new ArrayList<>();
        for (ObjectNode object : objects) {
            boolean needed = Json.text(object, "kind").equals("Namespace");
            (needed ? ordered : rest).add(object);
        }
        int created = create(ordered) + createInTurn(rest);
        LOG.atInfo().addKeyValue("created", created).log("bootstrap objects exist");
    }

    /** The kinds that others depend on one by one, everything else together. */
    private int createInTurn(List<ObjectNode> objects) {
        int created = 0;
        List<ObjectNode> together = new ArrayList<>();
        for (ObjectNode object : objects) {
            String kind = Json.text(object, "kind");
            if (kind.equals("ServiceCIDR") || kind.equals("Service")) {
                created += create(List.of(object));
            } else {
                together.add(object);
            }
        }
        return created + create(together);
    }

    private int create(List<ObjectNode> objects) {
        List<WriteGroup> groups = objects.stream().map(o -> WriteGroup.of(post(o))).toList();
        List<WriteResult> results = client.writeAll(groups);
        List<WriteGroup> statuses = new ArrayList<>();
        int created = 0;
        for (int i = 0; i < results.size(); i++) {
            ObjectNode wanted = objects.get(i);
            switch (results.get(i)) {
                case WriteResult.Written written -> {
                    created++;
                    addStatus(wanted, (ObjectNode) written.objects().get(0), statuses);
                }
                case WriteResult.Refused refused -> settle(wanted, refused.error());
            }
        }
        for (WriteResult result : client.writeAll(statuses)) {
            if (result instanceof WriteResult.Refused refused && refused.error().code() != 409) {
                LOG.atWarn()
                        .addKeyValue("why", refused.error().message())
                        .log("the status of a bootstrap object was refused");
            }
        }
        return created;
    }

    private Write post(ObjectNode object) {
        ResourceType type = type(object);
        ObjectNode body = object.deepCopy();
        body.remove("status");
        String path = type.path(Json.text(object, "metadata", "namespace"));
        return new Write("POST", path, QUERY, "application/json", body);
    }

    private void addStatus(ObjectNode wanted, ObjectNode stored, List<WriteGroup> statuses) {
        ResourceType type = type(wanted);
        boolean ownPath = type.subresources().stream().anyMatch(s -> s.name().equals("status"));
        if (ownPath && !wanted.path("status").isEmpty()) {
            ObjectNode body = stored.deepCopy();
            body.set("status", wanted.path("status"));
            String path =
                    type.path(
                                    Json.text(stored, "metadata", "namespace"),
                                    Json.text(stored, "metadata", "name"))
                            + "/status";
            statuses.add(WriteGroup.of(new Write("PUT", path, QUERY, "application/json", body)));
        }
    }

    private void settle(ObjectNode wanted, ApiError error) {
        if (!error.reason().equals("AlreadyExists")) {
            refused(wanted, error);
            return;
        }
        if (BootstrapObjects.followsTheApi(wanted)) {
            follow(wanted);
        }
    }

    private void follow(ObjectNode wanted) {
        ResourceType type = type(wanted);
        String namespace = Json.text(wanted, "metadata", "namespace");
        String name = Json.text(wanted, "metadata", "name");
        ObjectNode patch = Json.object();
        for (String field : List.of("endpoints", "ports", "subsets")) {
            if (wanted.has(field)) {
                patch.set(field, wanted.path(field));
            }
        }
        client.patch(type, namespace, name, "", "application/merge-patch+json", patch);
    }

    private ResourceType type(ObjectNode object) {
        String apiVersion = Json.text(object, "apiVersion");
        String kind = Json.text(object, "kind");
        return types.ofKind(apiVersion, kind)
                .orElseThrow(() -> new IllegalStateException("no type " + apiVersion + " " + kind));
    }

    private static void refused(ObjectNode wanted, ApiError error) {
        String kind = Json.text(wanted, "kind");
        String name = Json.text(wanted, "metadata", "name");
        if (ESSENTIAL.contains(kind) || error.code() >= 500) {
            throw new IllegalStateException(
                    "bootstrap of %s %s: %s".formatted(kind, name, error.message()));
        }
        LOG.atWarn()
                .addKeyValue("kind", kind)
                .addKeyValue("name", name)
                .addKeyValue("why", error.message())
                .log("a bootstrap object was refused");
    }
}
