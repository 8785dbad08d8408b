package dev.gantry.node.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.node.reference.WatchedReferences;
import dev.gantry.testkit.cluster.FakeCluster;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTest {

    @TempDir Path data;

    private final FakeCluster cluster = new FakeCluster();
    private HostDirectoryVolumes volumes;

    @BeforeEach
    void aNodeInZoneA() {
        cluster.put(
                new NodeBuilder()
                        .withNewMetadata()
                        .withName("node-1")
                        .withLabels(Map.of("zone", "a"))
                        .endMetadata()
                        .build());
        volumes =
                new HostDirectoryVolumes(
                        data.resolve("pods"),
                        new WatchedReferences(
                                cluster.informers(),
                                cluster.client(),
                                cluster.informers().informer("services", Service.class)),
                        pod -> new FieldValues.Here("", "127.0.0.1", 2000, 1L << 30),
                        Clock.systemUTC());
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private static Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("web")
                .withUid("uid-1")
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-1")
                .addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim("store", false)
                .endVolume()
                .endSpec()
                .build();
    }

    private static Pod ephemeral() {
        return new PodBuilder(pod())
                .editSpec()
                .editFirstVolume()
                .withPersistentVolumeClaim(null)
                .withNewEphemeral()
                .endEphemeral()
                .endVolume()
                .endSpec()
                .build();
    }

    private PersistentVolumeClaim claim(String name, String volume) {
        return cluster.put(
                new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withVolumeName(volume)
                        .endSpec()
                        .withNewStatus()
                        .withPhase(volume.isEmpty() ? "Pending" : "Bound")
                        .endStatus()
                        .build());
    }

    private static PersistentVolumeBuilder volume(PersistentVolumeClaim claim, Path local) {
        return new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName("pv-1")
                .endMetadata()
                .withNewSpec()
                .withNewClaimRef()
                .withUid(claim.getMetadata().getUid())
                .endClaimRef()
                .withNewLocal()
                .withPath(local.toString())
                .endLocal()
                .endSpec();
    }

    private void refuses(Pod pod, String why) {
        assertThatThrownBy(() -> volumes.setUp(pod))
                .isInstanceOf(VolumeException.class)
                .hasMessageEndingWith(why);
    }

    @Test
    void aPodWaitsUntilItsClaimIsBoundToADirectoryThatIsThere() throws Exception {
        Path directory = data.resolve("disk");
        refuses(
                pod(),
                "error processing PVC default/store: failed to fetch PVC from API server:"
                        + " persistentvolumeclaims \"store\" not found");
        claim("store", "");
        refuses(pod(), "error processing PVC default/store: PVC is not bound");
        PersistentVolumeClaim bound = claim("store", "pv-1");
        refuses(
                pod(),
                "failed to fetch PV pv-1 from API server: persistentvolumes \"pv-1\" not found");
        cluster.put(volume(bound, directory).build());
        refuses(
                pod(),
                "MountVolume.NewMounter initialization failed for volume \"pv-1\" : path \""
                        + directory
                        + "\" does not exist");
        Files.createDirectory(directory);
        volumes.setUp(pod());
        assertThat(volumes.path(pod(), "data")).isEqualTo(directory);
    }

    @Test
    void takingAPodDownLeavesWhatItsClaimHolds() throws Exception {
        Path directory = Files.createDirectory(data.resolve("disk"));
        Path file = Files.writeString(directory.resolve("file"), "kept");
        cluster.put(volume(claim("store", "pv-1"), directory).build());
        volumes.setUp(pod());
        volumes.tearDown("uid-1");
        assertThat(file).hasContent("kept");
    }

    @Test
    void aVolumeOfAnotherNodeOrClaimIsRefused() throws Exception {
        Path directory = Files.createDirectory(data.resolve("disk"));
        PersistentVolumeClaim bound = claim("store", "pv-1");
        cluster.put(
                volume(bound, directory)
                        .editSpec()
                        .withNewNodeAffinity()
                        .withNewRequired()
                        .addNewNodeSelectorTerm()
                        .addNewMatchExpression()
                        .withKey("zone")
                        .withOperator("In")
                        .withValues("b")
                        .endMatchExpression()
                        .endNodeSelectorTerm()
                        .endRequired()
                        .endNodeAffinity()
                        .endSpec()
                        .build());
        refuses(
                pod(),
                "MountVolume.NodeAffinity check failed for volume \"pv-1\" : no matching"
                        + " NodeSelectorTerms");
        cluster.put(
                volume(bound, directory)
                        .editSpec()
                        .editClaimRef()
                        .withUid("another")
                        .endClaimRef()
                        .endSpec()
                        .build());
        refuses(pod(), "found PV object pv-1 bound to another claim");
    }

    @Test
    void aVolumeOfThePodsOwnMustHaveBeenMadeForIt() throws Exception {
        Path directory = Files.createDirectory(data.resolve("disk"));
        PersistentVolumeClaim strange = claim("web-data", "pv-1");
        cluster.put(volume(strange, directory).build());
        refuses(
                ephemeral(),
                "PVC default/web-data was not created for pod default/web (pod is not owner)");
        cluster.put(
                new PersistentVolumeClaimBuilder(strange)
                        .editMetadata()
                        .addNewOwnerReference()
                        .withUid("uid-1")
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .build());
        volumes.setUp(ephemeral());
        assertThat(volumes.path(ephemeral(), "data")).isEqualTo(directory);
    }
}
