package dev.gantry.state.request.write;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Marks an object as being deleted: when, with which grace, and which finalizers care for its
 * dependents. Pure. An object that nothing holds is left unmarked, unless its kind has a grace.
 */
final class DeletionMark {

    private static final String ORPHAN = "orphan";
    private static final String FOREGROUND = "foregroundDeletion";
    private static final long DEFAULT_POD_GRACE_SECONDS = 30;

    private DeletionMark() {}

    /** Whether the document was changed. */
    static boolean put(ResourceType type, ObjectNode object, DeleteOptions options, Instant now) {
        boolean changed = settleFinalizers(type, object, options);
        if (type.groupResource().equals("namespaces")) {
            return markNamespace(object, now) || changed;
        }
        if (KindTraits.deletedGracefully(type)) {
            return markGraceful(object, options, now) || changed;
        }
        if (type.groupResource().equals(DefinitionEnd.RESOURCE)) {
            changed |= DefinitionEnd.begin(object, now);
        }
        if (!Metadata.finalizers(object).isEmpty() && !Metadata.deleting(object)) {
            mark(object, now, 0);
            return true;
        }
        return changed;
    }

    private static boolean settleFinalizers(
            ResourceType type, ObjectNode object, DeleteOptions options) {
        List<String> present = Metadata.finalizers(object);
        String dependents = dependents(type, present, options);
        List<String> wanted = new ArrayList<>(present);
        if (!dependents.equals(ORPHAN)) {
            wanted.remove(ORPHAN);
        }
        if (!dependents.equals(FOREGROUND)) {
            wanted.remove(FOREGROUND);
        }
        if (!dependents.isEmpty() && !wanted.contains(dependents)) {
            wanted.add(dependents);
        }
        if (wanted.equals(present)) {
            return false;
        }
        Metadata.setFinalizers(object, wanted);
        return true;
    }

    /** The finalizer that cares for dependents; empty when the collector does it afterwards. */
    private static String dependents(
            ResourceType type, List<String> present, DeleteOptions options) {
        return switch (options.propagation()) {
            case "Orphan" -> ORPHAN;
            case "Foreground" -> FOREGROUND;
            case "Background" -> "";
            default -> {
                if (present.contains(ORPHAN)) {
                    yield ORPHAN;
                }
                if (present.contains(FOREGROUND)) {
                    yield FOREGROUND;
                }
                yield KindTraits.orphanedByDefault(type) ? ORPHAN : "";
            }
        };
    }

    private static boolean markNamespace(ObjectNode object, Instant now) {
        if (Metadata.deleting(object)) {
            return false;
        }
        Metadata.of(object).put("deletionTimestamp", Metadata.timestamp(now));
        Json.child(object, "status").put("phase", "Terminating");
        return true;
    }

    /** A pod is given its time; asking again can only shorten it. */
    private static boolean markGraceful(ObjectNode object, DeleteOptions options, Instant now) {
        long grace = podGrace(object, options);
        Long granted = Metadata.deletionGraceSeconds(object);
        if (!Metadata.deleting(object)) {
            mark(object, now, grace);
            return true;
        }
        if (granted == null || options.graceSeconds() == null && grace != 0 || grace >= granted) {
            return false;
        }
        Instant asked =
                Instant.parse(Json.text(object, "metadata", "deletionTimestamp"))
                        .minusSeconds(granted);
        Metadata.of(object)
                .put("deletionTimestamp", Metadata.timestamp(asked.plusSeconds(grace)))
                .put("deletionGracePeriodSeconds", grace);
        return true;
    }

    private static long podGrace(ObjectNode pod, DeleteOptions options) {
        String phase = Json.text(pod, "status", "phase");
        if (Json.text(pod, "spec", "nodeName").isEmpty()
                || phase.equals("Failed")
                || phase.equals("Succeeded")) {
            return 0;
        }
        Long asked = options.graceSeconds();
        long grace =
                asked != null
                        ? asked
                        : Json.at(pod, "spec", "terminationGracePeriodSeconds")
                                .asLong(DEFAULT_POD_GRACE_SECONDS);
        return grace < 0 ? 1 : grace;
    }

    private static void mark(ObjectNode object, Instant now, long graceSeconds) {
        ObjectNode metadata = Metadata.of(object);
        Instant end = now.plus(Duration.ofSeconds(graceSeconds));
        metadata.put("deletionTimestamp", Metadata.timestamp(end));
        metadata.put("deletionGracePeriodSeconds", graceSeconds);
        long generation = Metadata.generation(object);
        if (generation > 0) {
            metadata.put("generation", generation + 1);
        }
    }
}
