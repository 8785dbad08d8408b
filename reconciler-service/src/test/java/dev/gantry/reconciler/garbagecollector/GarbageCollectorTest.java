package dev.gantry.reconciler.garbagecollector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.json.Json;
import dev.gantry.reconciler.cluster.Stage;
import dev.gantry.reconciler.garbagecollector.GarbageDecider.Action;
import dev.gantry.reconciler.garbagecollector.GarbageDecider.Owner;
import dev.gantry.testkit.property.Dice;
import dev.gantry.testkit.property.Property;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class GarbageCollectorTest {

    private final Stage stage = new Stage().with(GarbageCollector::loop);

    @AfterEach
    void close() {
        stage.close();
    }

    private static OwnerReference reference(HasMetadata owner, boolean blocks) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withBlockOwnerDeletion(blocks)
                .build();
    }

    private ConfigMap map(String namespace, String name, OwnerReference... owners) {
        return stage.cluster()
                .put(
                        new ConfigMapBuilder()
                                .withNewMetadata()
                                .withNamespace(namespace)
                                .withName(name)
                                .withOwnerReferences(owners)
                                .endMetadata()
                                .build());
    }

    private Secret secret(String name, OwnerReference... owners) {
        return stage.cluster()
                .put(
                        new SecretBuilder()
                                .withNewMetadata()
                                .withNamespace("default")
                                .withName(name)
                                .withOwnerReferences(owners)
                                .endMetadata()
                                .build());
    }

    private ConfigMap map(String name) {
        return stage.cluster().get(ConfigMap.class, "default", name);
    }

    private Secret secret(String name) {
        return stage.cluster().get(Secret.class, "default", name);
    }

    private void delete(String name, String propagation) {
        ObjectNode options = Json.object().put("propagationPolicy", propagation);
        stage.cluster()
                .client()
                .delete(Catalog.builtIn().require("configmaps"), "default", name, options);
    }

    @Test
    void dependentsGoInTheBackgroundAfterTheirOwner() {
        ConfigMap owner = map("default", "owner");
        Secret child = secret("child", reference(owner, true));
        map("default", "grandchild", reference(child, true));
        delete("owner", "Background");
        assertThat(map("owner")).isNull();
        stage.settle();
        assertThat(secret("child")).isNull();
        assertThat(map("grandchild")).isNull();
    }

    @Test
    void foregroundDeletionTakesDependentsFirst() {
        ConfigMap owner = map("default", "owner");
        Secret child = secret("child", reference(owner, true));
        map("default", "grandchild", reference(child, true));
        delete("owner", "Foreground");
        assertThat(map("owner").getMetadata().getFinalizers())
                .containsExactly("foregroundDeletion");
        stage.settle();
        assertThat(map("grandchild")).isNull();
        assertThat(secret("child")).isNull();
        assertThat(map("owner")).isNull();
    }

    @Test
    void foregroundDeletionWaitsOnlyForDependentsThatBlock() {
        ConfigMap owner = map("default", "owner");
        map("default", "held", reference(owner, true));
        stage.cluster()
                .put(
                        map("held")
                                .edit()
                                .editMetadata()
                                .addToFinalizers("example.com/hold")
                                .endMetadata()
                                .build());
        delete("owner", "Foreground");
        stage.settle();
        assertThat(map("held").getMetadata().getDeletionTimestamp()).isNotNull();
        assertThat(map("owner")).isNotNull();
        stage.cluster()
                .client()
                .patch(
                        Catalog.builtIn().require("configmaps"),
                        "default",
                        "held",
                        "",
                        "application/merge-patch+json",
                        Json.object().set("metadata", Json.object().putNull("finalizers")));
        stage.settle();
        assertThat(map("owner")).isNull();
    }

    @Test
    void orphanedDependentsStayWithoutTheirOwner() {
        ConfigMap owner = map("default", "owner");
        secret("child", reference(owner, true));
        delete("owner", "Orphan");
        stage.settle();
        stage.pass(Duration.ofSeconds(1));
        assertThat(map("owner")).isNull();
        assertThat(secret("child").getMetadata().getOwnerReferences()).isEmpty();
    }

    @Test
    void objectWithAnotherOwnerStaysAndForgetsTheOneThatIsGone() {
        ConfigMap gone = map("default", "gone");
        ConfigMap stays = map("default", "stays");
        secret("child", reference(gone, true), reference(stays, true));
        delete("gone", "Background");
        stage.settle();
        assertThat(secret("child").getMetadata().getOwnerReferences())
                .extracting(OwnerReference::getName)
                .containsExactly("stays");
    }

    @Test
    void objectThatComesWithAnOwnerThatNeverWasGoes() {
        ConfigMap owner = map("default", "owner");
        secret("child", reference(owner, true).edit().withUid("another").build());
        stage.settle();
        assertThat(secret("child")).isNull();
        assertThat(map("owner")).isNotNull();
    }

    @Test
    void ownerInAnotherNamespaceIsNoOwner() {
        ConfigMap elsewhere = map("other", "owner");
        secret("child", reference(elsewhere, true));
        stage.settle();
        assertThat(secret("child")).isNull();
    }

    @Test
    void clusterScopedObjectWithANamespacedOwnerIsNotTouched() {
        ConfigMap owner = map("default", "owner");
        stage.cluster()
                .put(
                        new ClusterRoleBuilder()
                                .withNewMetadata()
                                .withName("role")
                                .withOwnerReferences(reference(owner, true))
                                .endMetadata()
                                .build());
        delete("owner", "Background");
        stage.settle();
        assertThat(stage.cluster().get(ClusterRole.class, "", "role")).isNotNull();
    }

    @Test
    void clusterScopedOwnerOwnsInEveryNamespace() {
        HasMetadata owner =
                stage.cluster()
                        .put(
                                new ClusterRoleBuilder()
                                        .withNewMetadata()
                                        .withName("role")
                                        .endMetadata()
                                        .build());
        secret("child", reference(owner, true));
        stage.settle();
        assertThat(secret("child")).isNotNull();
        stage.cluster().delete(ClusterRole.class, "", "role");
        stage.settle();
        assertThat(secret("child")).isNull();
    }

    @Test
    void unknownKindProtects() {
        secret(
                "child",
                new OwnerReferenceBuilder()
                        .withApiVersion("example.com/v1")
                        .withKind("Widget")
                        .withName("w")
                        .withUid("u")
                        .build());
        stage.settle();
        assertThat(secret("child")).isNotNull();
    }

    @Test
    void absenceIsConfirmedBeforeAnythingIsDeleted() {
        stage.cluster()
                .put(new NamespaceBuilder().withNewMetadata().withName("n").endMetadata().build());
        ConfigMap owner = map("default", "owner");
        Mark child =
                new Mark(
                        "secrets",
                        "default",
                        "child",
                        "u",
                        "1",
                        false,
                        List.of(),
                        List.of(reference(owner, true)));
        // the local copy does not know the owner, the store does
        Graph blind = new Graph(new dev.gantry.testkit.cluster.FakeCluster().informers());
        OwnerLookup lookup = new OwnerLookup(blind, stage.cluster().client());
        assertThat(lookup.owners(child).values()).containsExactly(Owner.THERE);
        delete("owner", "Background");
        assertThat(lookup.owners(child).values()).containsExactly(Owner.GONE);
    }

    @Property
    void anObjectWithAnOwnerThatIsThereIsNeverDeleted(Dice dice) {
        List<OwnerReference> owners = new ArrayList<>();
        Map<String, Owner> states = new HashMap<>();
        for (int i = 0; i < dice.between(1, 4); i++) {
            String uid = "u" + i;
            owners.add(new OwnerReferenceBuilder().withUid(uid).withName(uid).build());
            states.put(uid, dice.oneOf(Owner.values()));
        }
        Mark object =
                new Mark(
                        "secrets",
                        "default",
                        "x",
                        "x",
                        "1",
                        dice.chance(20),
                        dice.chance(30) ? List.of(Mark.FOREGROUND) : List.of(),
                        owners);
        Action action = GarbageDecider.decide(object, states, List.of());
        boolean protectedByOne =
                states.containsValue(Owner.THERE) || states.containsValue(Owner.UNKNOWN);
        if (protectedByOne) {
            assertThat(action).isNotInstanceOf(Action.Delete.class);
        }
        if (action instanceof Action.KeepOwners keep) {
            Mark after =
                    new Mark(
                            object.kind(),
                            object.namespace(),
                            object.name(),
                            object.uid(),
                            "2",
                            object.deleting(),
                            object.finalizers(),
                            keep.owners());
            assertThat(GarbageDecider.decide(after, states, List.of()))
                    .isEqualTo(new Action.Nothing());
        }
    }
}
