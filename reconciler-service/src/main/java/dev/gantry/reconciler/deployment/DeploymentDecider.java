package dev.gantry.reconciler.deployment;

import dev.gantry.api.selector.LabelSelector;
import dev.gantry.reconciler.ownership.Claim;
import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.TemplateHash;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to do for one Deployment: one step of its rollout, and its status. Pure: the same
 * observation always gives the same decision. O(sets of the Deployment, and their pods for
 * Recreate).
 */
final class DeploymentDecider {

    private final DeploymentObserved seen;
    private final Deployment owner;
    private final Sets sets;
    private final Conditions conditions;
    private final List<Action> actions = new ArrayList<>();

    private DeploymentDecider(DeploymentObserved seen, List<ReplicaSet> mine) {
        this.seen = seen;
        this.owner = seen.owner();
        this.sets = Sets.of(owner, mine);
        this.conditions = new Conditions(owner, seen.now());
    }

    record Decision(List<Action> actions, @Nullable Duration recheckAfter) {}

    static Decision decide(DeploymentObserved seen) {
        Claim<ReplicaSet> claim = claim(seen);
        if (!claim.toAdopt().isEmpty() || !claim.toRelease().isEmpty()) {
            List<Action> actions = new ArrayList<>();
            claim.toAdopt().forEach(set -> actions.add(new Action.Adopt(set)));
            claim.toRelease().forEach(set -> actions.add(new Action.Release(set)));
            return new Decision(actions, null);
        }
        return new DeploymentDecider(seen, claim.mine()).decide();
    }

    private static Claim<ReplicaSet> claim(DeploymentObserved seen) {
        LabelSelector selector = LabelSelector.of(seen.owner().getSpec().getSelector());
        return Claim.of(seen.owner(), selector, seen.candidates(), s -> true);
    }

    private Decision decide() {
        if (Owners.isDeleting(owner)) {
            return finish(status().build(), null);
        }
        boolean paused = Boolean.TRUE.equals(owner.getSpec().getPaused());
        tellPause(paused);
        noteCurrent();
        if (paused || sets.isScaling(owner)) {
            resize(Scaling.step(owner, sets));
            if (paused) {
                forgetHistory();
            }
            return finish(status().build(), null);
        }
        boolean moved = Replicas.isRolling(owner) ? roll() : recreate();
        RolloutStatus rollout = status();
        DeploymentStatus after = rollout.rolledOut();
        if (!moved && RolloutStatus.isComplete(owner, after)) {
            forgetHistory();
        }
        return finish(after, rollout.deadlineIn(after));
    }

    private RolloutStatus status() {
        return new RolloutStatus(owner, sets, conditions, seen.now());
    }

    private Decision finish(DeploymentStatus after, @Nullable Duration recheckAfter) {
        if (!after.equals(owner.getStatus())) {
            actions.add(new Action.SetStatus(after));
        }
        return new Decision(List.copyOf(actions), recheckAfter);
    }

    private void tellPause(boolean paused) {
        if (owner.getSpec().getProgressDeadlineSeconds() == null
                || conditions.has(Conditions.PROGRESSING, Conditions.TIMED_OUT)) {
            return;
        }
        boolean told = conditions.has(Conditions.PROGRESSING, Conditions.PAUSED);
        if (paused && !told) {
            conditions.set(
                    Conditions.PROGRESSING, "Unknown", Conditions.PAUSED, "Deployment is paused");
        } else if (!paused && told) {
            conditions.set(
                    Conditions.PROGRESSING, "Unknown", Conditions.RESUMED, "Deployment is resumed");
        }
    }

    /** The current set carries the Deployment's annotations and the highest revision. */
    private void noteCurrent() {
        ReplicaSet current = sets.current();
        if (current == null) {
            return;
        }
        change(current, Replicas.of(current), false);
        if (owner.getSpec().getProgressDeadlineSeconds() != null
                && conditions.get(Conditions.PROGRESSING) == null) {
            conditions.set(
                    Conditions.PROGRESSING,
                    "True",
                    Conditions.FOUND,
                    "Found new replica set \"" + current.getMetadata().getName() + "\"");
        }
        String revision = currentAnnotations(current).get(Revisions.REVISION);
        if (revision != null
                && !revision.equals(Revisions.annotations(owner).get(Revisions.REVISION))) {
            actions.add(new Action.SetRevision(revision));
        }
    }

    private Map<String, String> currentAnnotations(ReplicaSet current) {
        return Revisions.ofCurrent(
                owner, Revisions.annotations(current), Revisions.next(sets.old()));
    }

    private boolean roll() {
        ReplicaSet current = sets.current();
        if (current == null) {
            actions.add(new Action.Create(newSet()));
            return true;
        }
        return resize(Rollout.rollingStep(owner, sets, current));
    }

    private boolean recreate() {
        if (resize(Rollout.emptyOld(sets))) {
            return true;
        }
        if (Rollout.oldPodsRun(sets, seen.pods())) {
            return true;
        }
        ReplicaSet current = sets.current();
        if (current == null) {
            actions.add(new Action.Create(newSet()));
            return true;
        }
        return resize(Map.of(current, Replicas.wanted(owner)));
    }

    /** Whether any set changes its size. */
    private boolean resize(Map<ReplicaSet, Integer> sizes) {
        sizes.forEach((set, size) -> change(set, size, true));
        return sizes.entrySet().stream().anyMatch(e -> e.getValue() != Replicas.of(e.getKey()));
    }

    /** Replaces what was to be changed about the set before; nothing when nothing differs. */
    private void change(ReplicaSet set, int size, boolean counted) {
        actions.removeIf(a -> a instanceof Action.Change c && c.set() == set);
        boolean isCurrent = set == sets.current();
        Map<String, String> annotations =
                isCurrent ? currentAnnotations(set) : Revisions.annotations(set);
        if (counted) {
            int wanted = Replicas.wanted(owner);
            annotations =
                    Revisions.withCounts(annotations, wanted, wanted + Replicas.maxSurge(owner));
        }
        int minReady =
                Replicas.or((isCurrent ? minReady() : set.getSpec().getMinReadySeconds()), 0);
        if (size != Replicas.of(set)
                || minReady != Replicas.or(set.getSpec().getMinReadySeconds(), 0)
                || !annotations.equals(Revisions.annotations(set))) {
            actions.add(new Action.Change(set, size, minReady, annotations));
        }
    }

    private @Nullable Integer minReady() {
        return owner.getSpec().getMinReadySeconds();
    }

    private void forgetHistory() {
        sets.beyondHistory(owner.getSpec().getRevisionHistoryLimit())
                .forEach(set -> actions.add(new Action.Delete(set)));
    }

    /** The set of the current template, named after its hash. */
    private ReplicaSet newSet() {
        int collisions =
                owner.getStatus() == null
                        ? 0
                        : Replicas.or(owner.getStatus().getCollisionCount(), 0);
        String hash = TemplateHash.of(owner.getSpec().getTemplate(), collisions);
        int wanted = Replicas.wanted(owner);
        Map<String, String> annotations =
                Revisions.withCounts(
                        Revisions.ofCurrent(owner, Map.of(), Revisions.next(sets.old())),
                        wanted,
                        wanted + Replicas.maxSurge(owner));
        PodTemplateSpec template = labelled(owner.getSpec().getTemplate(), hash);
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withNamespace(owner.getMetadata().getNamespace())
                .withName(owner.getMetadata().getName() + "-" + hash)
                .withLabels(template.getMetadata().getLabels())
                .withAnnotations(annotations)
                .withOwnerReferences(Owners.reference(owner))
                .endMetadata()
                .withNewSpec()
                .withReplicas(Rollout.currentSize(owner, sets.all(), 0))
                .withMinReadySeconds(zeroToNull(minReady()))
                .withSelector(
                        new LabelSelectorBuilder(owner.getSpec().getSelector())
                                .addToMatchLabels(TemplateHash.LABEL, hash)
                                .build())
                .withTemplate(template)
                .endSpec()
                .build();
    }

    private static @Nullable Integer zeroToNull(@Nullable Integer value) {
        return value == null || value == 0 ? null : value;
    }

    private static PodTemplateSpec labelled(PodTemplateSpec template, String hash) {
        Map<String, String> labels = new HashMap<>();
        if (template.getMetadata() != null && template.getMetadata().getLabels() != null) {
            labels.putAll(template.getMetadata().getLabels());
        }
        labels.put(TemplateHash.LABEL, hash);
        return new PodTemplateSpecBuilder(template)
                .editOrNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .build();
    }

    // ---- what an attempt to create the new set came to

    /** The set was created. */
    static DeploymentStatus created(DeploymentObserved seen, ReplicaSet set) {
        return afterCreation(
                seen,
                "True",
                Conditions.CREATED,
                "Created new replica set \"" + set.getMetadata().getName() + "\"");
    }

    /** The set was refused. */
    static DeploymentStatus notCreated(DeploymentObserved seen, ReplicaSet set, String why) {
        return afterCreation(
                seen,
                "False",
                Conditions.CREATE_FAILED,
                "Failed to create new replica set \"" + set.getMetadata().getName() + "\": " + why);
    }

    private static DeploymentStatus afterCreation(
            DeploymentObserved seen, String status, String reason, String message) {
        DeploymentDecider decider = new DeploymentDecider(seen, claim(seen).mine());
        if (seen.owner().getSpec().getProgressDeadlineSeconds() != null) {
            decider.conditions.set(Conditions.PROGRESSING, status, reason, message);
        }
        return decider.status().build();
    }

    /** The name was taken by another template's set: the next hash will be another one. */
    static DeploymentStatus collided(DeploymentObserved seen) {
        DeploymentDecider decider = new DeploymentDecider(seen, claim(seen).mine());
        return decider.status().collided().build();
    }
}
