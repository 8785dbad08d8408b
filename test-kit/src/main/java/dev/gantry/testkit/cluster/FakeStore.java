package dev.gantry.testkit.cluster;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.testkit.time.VirtualClock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Documents under one revision, with the metadata rules of the API: uid, generation, optimistic
 * lock, no-op writes, finalizers, grace of pods. Without defaulting, validation and admission.
 *
 * <p>Not safe for concurrent use: {@link FakeCluster} locks.
 */
final class FakeStore {

    private static final long FIRST_REVISION = 100;

    private final VirtualClock clock;
    private TreeMap<ObjectKey, ObjectNode> objects = new TreeMap<>();
    private List<FakeChange> uncommitted = new ArrayList<>();
    private long revision = FIRST_REVISION;
    private long uids;

    FakeStore(VirtualClock clock) {
        this.clock = clock;
    }

    long revision() {
        return revision;
    }

    @Nullable ObjectNode find(ObjectKey key) {
        return objects.get(key);
    }

    List<ObjectNode> list(String groupResource, String namespace, Predicate<ObjectNode> wanted) {
        return objects
                .subMap(new ObjectKey(groupResource, "", ""), after(groupResource))
                .entrySet()
                .stream()
                .filter(e -> namespace.isEmpty() || e.getKey().namespace().equals(namespace))
                .map(Map.Entry::getValue)
                .filter(wanted)
                .toList();
    }

    private static ObjectKey after(String groupResource) {
        return new ObjectKey(groupResource + '\0', "", "");
    }

    /** Runs writes all or nothing; returns what changed. */
    List<FakeChange> atomically(Runnable writes) {
        TreeMap<ObjectKey, ObjectNode> saved = new TreeMap<>(objects);
        long savedRevision = revision;
        try {
            writes.run();
            List<FakeChange> changes = uncommitted;
            uncommitted = new ArrayList<>();
            return changes;
        } catch (RuntimeException e) {
            objects = saved;
            revision = savedRevision;
            uncommitted = new ArrayList<>();
            throw e;
        }
    }

    /** Stores as it stands, status included: how a test sets the scene. */
    ObjectNode put(ResourceType type, ObjectNode given) {
        ObjectNode object = given.deepCopy();
        ObjectKey key = key(type, object);
        ObjectNode live = objects.get(key);
        ObjectNode metadata = metadata(object);
        if (live != null) {
            metadata.set("uid", metadata(live).path("uid"));
        }
        complete(object);
        return write(key, object);
    }

    ObjectNode create(ResourceType type, String namespace, JsonNode given) {
        ObjectNode object = (ObjectNode) given.deepCopy();
        ObjectNode metadata = metadata(object);
        if (type.namespaced()) {
            metadata.put("namespace", namespace);
        }
        if (Json.text(metadata, "name").isEmpty()) {
            metadata.put("name", Json.text(metadata, "generateName") + Long.toString(++uids, 36));
        }
        ObjectKey key = key(type, object);
        if (objects.containsKey(key)) {
            throw ApiError.alreadyExists(type.group(), type.resource(), key.name()).exception();
        }
        metadata.remove(List.of("uid", "resourceVersion", "creationTimestamp"));
        if (hasStatus(type)) {
            object.remove("status");
            metadata.put("generation", 1);
        }
        if (type.groupResource().equals("pods")) {
            object.putObject("status").put("phase", "Pending");
        }
        complete(object);
        return write(key, object);
    }

    private void complete(ObjectNode object) {
        ObjectNode metadata = metadata(object);
        if (Json.text(metadata, "uid").isEmpty()) {
            metadata.put("uid", "00000000-0000-4000-8000-%012d".formatted(++uids));
        }
        if (Json.text(metadata, "creationTimestamp").isEmpty()) {
            metadata.put("creationTimestamp", now(0));
        }
    }

    /**
     * @param subresource empty for the object without its status, or {@code status}
     */
    ObjectNode update(ResourceType type, JsonNode given, String subresource) {
        ObjectKey key = key(type, given);
        ObjectNode live = require(type, key);
        JsonNode wanted = given.path("metadata");
        check(type, key, live, Json.text(wanted, "uid"), Json.text(wanted, "resourceVersion"));
        ObjectNode next;
        if (subresource.isEmpty()) {
            next = (ObjectNode) given.deepCopy();
            if (hasStatus(type)) {
                copy("status", live, next);
            }
        } else {
            next = live.deepCopy();
            copy(subresource, given, next);
            if (key.groupResource().equals("deployments.apps") && wanted.has("annotations")) {
                // of a Deployment the status path takes annotations too
                copy("annotations", wanted, metadata(next));
            }
        }
        keepIdentity(live, next);
        if (hasStatus(type) && subresource.isEmpty() && !sameSpec(live, next)) {
            metadata(next).put("generation", metadata(live).path("generation").asLong(0) + 1);
        }
        return replace(key, live, next);
    }

    private ObjectNode replace(ObjectKey key, ObjectNode live, ObjectNode next) {
        if (next.equals(live)) {
            return live;
        }
        if (mayGo(next)) {
            remove(key);
            return next;
        }
        return write(key, next);
    }

    JsonNode delete(ResourceType type, String namespace, String name, @Nullable JsonNode options) {
        ObjectKey key = new ObjectKey(type.groupResource(), namespace, name);
        ObjectNode live = require(type, key);
        JsonNode preconditions = Json.at(options, "preconditions");
        check(
                type,
                key,
                live,
                Json.text(preconditions, "uid"),
                Json.text(preconditions, "resourceVersion"));
        ObjectNode next = live.deepCopy();
        long grace = key.groupResource().equals("pods") ? podGrace(live, options) : 0;
        ObjectNode metadata = metadata(next);
        if (Json.text(metadata, "deletionTimestamp").isEmpty()) {
            addFinalizer(metadata, Json.text(options, "propagationPolicy"));
            metadata.put("deletionTimestamp", now(grace));
            metadata.put("deletionGracePeriodSeconds", grace);
        } else if (grace < metadata.path("deletionGracePeriodSeconds").asLong(0)) {
            metadata.put("deletionGracePeriodSeconds", grace);
        }
        return replace(key, live, next);
    }

    private static long podGrace(ObjectNode pod, @Nullable JsonNode options) {
        String phase = Json.text(pod, "status", "phase");
        if (Json.text(pod, "spec", "nodeName").isEmpty()
                || phase.equals("Succeeded")
                || phase.equals("Failed")) {
            return 0;
        }
        long usual = Json.at(pod, "spec", "terminationGracePeriodSeconds").asLong(30);
        return Json.at(options, "gracePeriodSeconds").asLong(usual);
    }

    private static void addFinalizer(ObjectNode metadata, String propagation) {
        String finalizer =
                switch (propagation) {
                    case "Foreground" -> "foregroundDeletion";
                    case "Orphan" -> "orphan";
                    default -> "";
                };
        if (!finalizer.isEmpty()) {
            ArrayNode all =
                    metadata.get("finalizers") instanceof ArrayNode present
                            ? present
                            : metadata.putArray("finalizers");
            all.add(finalizer);
        }
    }

    private static boolean mayGo(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        return metadata.hasNonNull("deletionTimestamp")
                && metadata.path("finalizers").isEmpty()
                && object.path("spec").path("finalizers").isEmpty()
                && metadata.path("deletionGracePeriodSeconds").asLong(0) == 0;
    }

    private static void check(
            ResourceType type, ObjectKey key, ObjectNode live, String uid, String version) {
        String liveUid = Json.text(live, "metadata", "uid");
        if (!uid.isEmpty() && !uid.equals(liveUid)) {
            throw ApiError.conflict(
                            type.group(),
                            type.resource(),
                            key.name(),
                            "Precondition failed: UID in precondition: "
                                    + uid
                                    + ", UID in object meta: "
                                    + liveUid)
                    .exception();
        }
        if (!version.isEmpty() && !version.equals(Json.text(live, "metadata", "resourceVersion"))) {
            throw ApiError.modified(type.group(), type.resource(), key.name()).exception();
        }
    }

    private static void keepIdentity(ObjectNode live, ObjectNode next) {
        for (String field :
                List.of(
                        "uid",
                        "resourceVersion",
                        "creationTimestamp",
                        "deletionTimestamp",
                        "deletionGracePeriodSeconds",
                        "generation")) {
            copy(field, metadata(live), metadata(next));
        }
    }

    private static void copy(String field, JsonNode from, ObjectNode to) {
        JsonNode value = from.get(field);
        if (value == null) {
            to.remove(field);
        } else {
            to.set(field, value);
        }
    }

    private static boolean sameSpec(ObjectNode a, ObjectNode b) {
        ObjectNode left = a.deepCopy();
        ObjectNode right = b.deepCopy();
        left.remove(List.of("metadata", "status"));
        right.remove(List.of("metadata", "status"));
        return left.equals(right);
    }

    private ObjectNode write(ObjectKey key, ObjectNode object) {
        ObjectNode stored = object.deepCopy();
        metadata(stored).put("resourceVersion", Long.toString(++revision));
        ObjectNode before = objects.put(key, stored);
        uncommitted.add(new FakeChange(key, before, stored, revision));
        return stored;
    }

    private void remove(ObjectKey key) {
        ObjectNode before = objects.remove(key);
        uncommitted.add(new FakeChange(key, before, null, ++revision));
    }

    ObjectNode require(ResourceType type, ObjectKey key) {
        ObjectNode live = objects.get(key);
        if (live == null) {
            throw ApiError.notFound(type.group(), type.resource(), key.name()).exception();
        }
        return live;
    }

    static ObjectKey key(ResourceType type, JsonNode object) {
        return new ObjectKey(
                type.groupResource(),
                type.namespaced() ? Json.text(object, "metadata", "namespace") : "",
                Json.text(object, "metadata", "name"));
    }

    private static boolean hasStatus(ResourceType type) {
        return type.subresources().stream().anyMatch(s -> s.name().equals("status"));
    }

    private static ObjectNode metadata(ObjectNode object) {
        return Json.child(object, "metadata");
    }

    private String now(long plusSeconds) {
        return clock.instant().plusSeconds(plusSeconds).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
