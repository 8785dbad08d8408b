package dev.gantry.reconciler.ownership;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Owner references. */
public final class Owners {

    private Owners() {}

    /** The one owner that manages the object. */
    public static Optional<OwnerReference> controllerOf(HasMetadata object) {
        for (OwnerReference reference : object.getMetadata().getOwnerReferences()) {
            if (Boolean.TRUE.equals(reference.getController())) {
                return Optional.of(reference);
            }
        }
        return Optional.empty();
    }

    public static boolean isControlledBy(HasMetadata object, HasMetadata owner) {
        return controllerOf(object)
                .map(ref -> ref.getUid().equals(owner.getMetadata().getUid()))
                .orElse(false);
    }

    /** The reference a controller puts on what it creates. */
    public static OwnerReference reference(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    /** The references with the owner's added. */
    public static List<OwnerReference> with(HasMetadata object, HasMetadata owner) {
        List<OwnerReference> all = new ArrayList<>(object.getMetadata().getOwnerReferences());
        all.removeIf(ref -> ref.getUid().equals(owner.getMetadata().getUid()));
        all.add(reference(owner));
        return all;
    }

    /** The references without the owner's. */
    public static List<OwnerReference> without(HasMetadata object, HasMetadata owner) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(ref -> !ref.getUid().equals(owner.getMetadata().getUid()))
                .toList();
    }

    public static boolean isDeleting(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }
}
