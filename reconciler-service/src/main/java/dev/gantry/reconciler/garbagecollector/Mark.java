package dev.gantry.reconciler.garbagecollector;

import dev.gantry.api.json.Json;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the collector remembers of an object: a few hundred bytes.
 *
 * @param kind {@code pods}, {@code deployments.apps}
 * @param namespace empty for cluster-scoped objects
 */
record Mark(
        String kind,
        String namespace,
        String name,
        String uid,
        String revision,
        boolean deleting,
        List<String> finalizers,
        List<OwnerReference> owners) {

    static final String FOREGROUND = "foregroundDeletion";
    static final String ORPHAN = "orphan";

    private record Document(Metadata metadata) {}

    private record Metadata(
            @Nullable String namespace,
            @Nullable String name,
            @Nullable String uid,
            @Nullable String resourceVersion,
            @Nullable String deletionTimestamp,
            @Nullable List<String> finalizers,
            @Nullable List<OwnerReference> ownerReferences) {}

    static Mark of(String kind, byte[] body) {
        Metadata m = Json.view(body, Document.class).metadata();
        return new Mark(
                kind,
                text(m.namespace),
                text(m.name),
                text(m.uid),
                text(m.resourceVersion),
                m.deletionTimestamp != null,
                m.finalizers == null ? List.of() : List.copyOf(m.finalizers),
                m.ownerReferences == null ? List.of() : List.copyOf(m.ownerReferences));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** Being deleted, its dependents first. */
    boolean deletesDependents() {
        return deleting && finalizers.contains(FOREGROUND);
    }

    /** Being deleted, its dependents set free first. */
    boolean freesDependents() {
        return deleting && finalizers.contains(ORPHAN);
    }

    /** Whether the owner may not go before this object has. */
    boolean blocks(String ownerUid) {
        return owners.stream()
                .anyMatch(
                        o ->
                                o.getUid().equals(ownerUid)
                                        && Boolean.TRUE.equals(o.getBlockOwnerDeletion()));
    }

    /** Whether the collector has anything to look at. */
    boolean concernsUs() {
        return !owners.isEmpty() || deletesDependents() || freesDependents();
    }

    boolean sameToUs(Mark other) {
        return deleting == other.deleting
                && Objects.equals(finalizers, other.finalizers)
                && Objects.equals(owners, other.owners);
    }
}
