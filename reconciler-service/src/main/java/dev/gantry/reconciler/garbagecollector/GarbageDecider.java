package dev.gantry.reconciler.garbagecollector;

import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What becomes of one object. Pure; O(owners and dependents). */
final class GarbageDecider {

    private GarbageDecider() {}

    /** How an owner stands. */
    enum Owner {
        /** There, and staying as far as is known. */
        THERE,
        /** Waiting for its dependents to be deleted. */
        WAITING,
        /** Confirmed to be gone. */
        GONE,
        /** A kind or place where nothing can be looked up: such an owner protects. */
        UNKNOWN
    }

    sealed interface Action {
        record Nothing() implements Action {}

        /**
         * @param propagation Background, Foreground or Orphan
         */
        record Delete(String propagation) implements Action {}

        /** Keeps only these owners. */
        record KeepOwners(List<OwnerReference> owners) implements Action {}

        /** Stops blocking its owners, to break a circle of objects that wait for each other. */
        record Unblock() implements Action {}

        /** Takes the finalizer off: what it stood for is done. */
        record Finish(String finalizer) implements Action {}

        /** Looks at dependents that still block; they come back when they are gone. */
        record Await(List<Mark> dependents) implements Action {}

        /** Takes this owner off its dependents, then finishes. */
        record FreeDependents(List<Mark> dependents) implements Action {}
    }

    /**
     * @param owners by uid, for each of the object's references; looked up only when {@link
     *     #needsOwners}
     */
    static Action decide(Mark object, Map<String, Owner> owners, List<Mark> dependents) {
        if (object.freesDependents()) {
            return dependents.isEmpty()
                    ? new Action.Finish(Mark.ORPHAN)
                    : new Action.FreeDependents(dependents);
        }
        if (object.deletesDependents()) {
            return foreground(object, dependents);
        }
        if (object.deleting() || object.owners().isEmpty()) {
            return new Action.Nothing();
        }
        return byOwners(object, owners, dependents);
    }

    static boolean needsOwners(Mark object) {
        return !object.deleting() && !object.owners().isEmpty();
    }

    private static Action foreground(Mark object, List<Mark> dependents) {
        List<Mark> blocking = dependents.stream().filter(d -> d.blocks(object.uid())).toList();
        return blocking.isEmpty()
                ? new Action.Finish(Mark.FOREGROUND)
                : new Action.Await(blocking.stream().filter(d -> !d.deletesDependents()).toList());
    }

    private static Action byOwners(Mark object, Map<String, Owner> owners, List<Mark> dependents) {
        Map<Owner, List<OwnerReference>> by =
                object.owners().stream()
                        .collect(
                                Collectors.groupingBy(
                                        o -> owners.getOrDefault(o.getUid(), Owner.UNKNOWN)));
        boolean held = by.containsKey(Owner.THERE) || by.containsKey(Owner.UNKNOWN);
        boolean waitedFor = by.containsKey(Owner.WAITING);
        if (held) {
            List<OwnerReference> kept =
                    object.owners().stream()
                            .filter(
                                    o ->
                                            switch (owners.getOrDefault(
                                                    o.getUid(), Owner.UNKNOWN)) {
                                                case THERE, UNKNOWN -> true;
                                                case WAITING, GONE -> false;
                                            })
                            .toList();
            return kept.size() == object.owners().size()
                    ? new Action.Nothing()
                    : new Action.KeepOwners(kept);
        }
        if (waitedFor && !dependents.isEmpty()) {
            return dependents.stream().anyMatch(Mark::deletesDependents)
                    ? new Action.Unblock()
                    : new Action.Delete("Foreground");
        }
        return new Action.Delete(ownPropagation(object));
    }

    /** An object that came with a finalizer for it is deleted in that way. */
    private static String ownPropagation(Mark object) {
        if (object.finalizers().contains(Mark.ORPHAN)) {
            return "Orphan";
        }
        return object.finalizers().contains(Mark.FOREGROUND) ? "Foreground" : "Background";
    }
}
