package dev.gantry.reconciler.ownership;

import dev.gantry.api.selector.LabelSelector;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What an owner makes of the objects that it controls or that match its selector.
 *
 * @param mine controlled and matching
 * @param toAdopt matching and nobody's; counted only once adopted
 * @param toRelease controlled but matching no longer
 */
public record Claim<T extends HasMetadata>(List<T> mine, List<T> toAdopt, List<T> toRelease) {

    /**
     * Sorts the candidates. An owner that is being deleted neither adopts nor releases.
     *
     * @param adoptable what may be adopted beyond matching, such as pods that are alive
     */
    public static <T extends HasMetadata> Claim<T> of(
            HasMetadata owner,
            LabelSelector selector,
            Iterable<T> candidates,
            Predicate<T> adoptable) {
        List<T> mine = new ArrayList<>();
        List<T> toAdopt = new ArrayList<>();
        List<T> toRelease = new ArrayList<>();
        boolean going = Owners.isDeleting(owner);
        for (T one : candidates) {
            boolean matches = selector.matches(one.getMetadata().getLabels());
            boolean owned = Owners.controllerOf(one).isPresent();
            if (owned && !Owners.isControlledBy(one, owner)) {
                continue;
            }
            if (owned && (matches || going)) {
                mine.add(one);
            } else if (owned) {
                toRelease.add(one);
            } else if (matches
                    && !going
                    && !Owners.isDeleting(one)
                    && sameNamespace(one, owner)
                    && adoptable.test(one)) {
                toAdopt.add(one);
            }
        }
        return new Claim<>(mine, toAdopt, toRelease);
    }

    private static boolean sameNamespace(HasMetadata one, HasMetadata owner) {
        return Objects.equals(one.getMetadata().getNamespace(), owner.getMetadata().getNamespace());
    }
}
