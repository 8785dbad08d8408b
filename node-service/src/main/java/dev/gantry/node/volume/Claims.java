package dev.gantry.node.volume;

import dev.gantry.api.selector.NodeSelection;
import dev.gantry.node.reference.References;
import io.fabric8.kubernetes.api.model.LocalVolumeSource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Volumes that a pod has through a claim, its own ({@code ephemeral}) or one that was there before.
 * What lies behind must be a directory of this host. Kubernetes documentation, "Persistent
 * Volumes", "Generic ephemeral volumes".
 *
 * <p>The claim is watched while the pod names it; the volume is read once when it is set up.
 */
public final class Claims {

    private record Key(String podUid, String volume) {}

    private final References references;
    private final Map<Key, Path> found = new ConcurrentHashMap<>();

    Claims(References references) {
        this.references = references;
    }

    public static boolean handles(Volume volume) {
        return volume.getPersistentVolumeClaim() != null || volume.getEphemeral() != null;
    }

    /**
     * Finds what the claim is bound to and checks that it is there.
     *
     * @throws VolumeException while it can not be mounted
     */
    void setUp(Pod pod, Volume volume) throws IOException {
        PersistentVolume behind = behind(pod, volume);
        found.put(key(pod, volume), mountable(pod, volume, behind));
    }

    /** Empty when it was not set up. */
    Optional<Path> path(Pod pod, Volume volume) {
        return Optional.ofNullable(found.get(key(pod, volume)));
    }

    void forget(String podUid) {
        found.keySet().removeIf(key -> key.podUid().equals(podUid));
    }

    private static Key key(Pod pod, Volume volume) {
        return new Key(pod.getMetadata().getUid(), volume.getName());
    }

    /** The claim behind a volume that is handled here. */
    public static String nameOf(Pod pod, Volume volume) {
        return volume.getPersistentVolumeClaim() == null
                ? pod.getMetadata().getName() + "-" + volume.getName()
                : volume.getPersistentVolumeClaim().getClaimName();
    }

    private PersistentVolume behind(Pod pod, Volume volume) {
        String name = nameOf(pod, volume);
        PersistentVolumeClaim claim =
                references
                        .claim(pod, name)
                        .orElseThrow(
                                () ->
                                        unusable(
                                                pod,
                                                volume,
                                                "failed to fetch PVC from API server:"
                                                        + " persistentvolumeclaims \"%s\" not found"
                                                                .formatted(name)));
        if (volume.getEphemeral() != null && !belongs(claim, pod)) {
            throw unusable(
                    pod,
                    volume,
                    "PVC %s/%s was not created for pod %s/%s (pod is not owner)"
                            .formatted(
                                    pod.getMetadata().getNamespace(),
                                    name,
                                    pod.getMetadata().getNamespace(),
                                    pod.getMetadata().getName()));
        }
        if (claim.getMetadata().getDeletionTimestamp() != null && path(pod, volume).isEmpty()) {
            throw unusable(pod, volume, "PVC is being deleted");
        }
        String bound = Objects.requireNonNullElse(claim.getSpec().getVolumeName(), "");
        boolean isBound = claim.getStatus() != null && "Bound".equals(claim.getStatus().getPhase());
        if (bound.isEmpty() || !isBound) {
            throw unusable(pod, volume, "PVC is not bound");
        }
        return volume(pod, volume, bound, claim.getMetadata().getUid());
    }

    private PersistentVolume volume(Pod pod, Volume volume, String bound, String claimUid) {
        PersistentVolume behind =
                references
                        .persistentVolume(bound)
                        .orElseThrow(
                                () ->
                                        unusable(
                                                pod,
                                                volume,
                                                "failed to fetch PV %s from API server:"
                                                                .formatted(bound)
                                                        + " persistentvolumes \"%s\" not found"
                                                                .formatted(bound)));
        boolean ours =
                behind.getSpec().getClaimRef() != null
                        && claimUid.equals(behind.getSpec().getClaimRef().getUid());
        if (!ours) {
            throw unusable(
                    pod, volume, "found PV object %s bound to another claim".formatted(bound));
        }
        return behind;
    }

    private static boolean belongs(PersistentVolumeClaim claim, Pod pod) {
        List<OwnerReference> owners =
                Objects.requireNonNullElse(claim.getMetadata().getOwnerReferences(), List.of());
        return owners.stream()
                .anyMatch(
                        o ->
                                Boolean.TRUE.equals(o.getController())
                                        && pod.getMetadata().getUid().equals(o.getUid()));
    }

    private static VolumeException unusable(Pod pod, Volume volume, String why) {
        return new VolumeException(
                "Unable to attach or mount volumes: unmounted volumes=[%s], unattached volumes=[], failed to process volumes=[%s]: error processing PVC %s/%s: %s"
                        .formatted(
                                volume.getName(),
                                volume.getName(),
                                pod.getMetadata().getNamespace(),
                                nameOf(pod, volume),
                                why));
    }

    // ---- what lies behind

    private Path mountable(Pod pod, Volume volume, PersistentVolume behind) throws IOException {
        String name = behind.getMetadata().getName();
        reachable(pod, behind);
        if ("Block".equals(behind.getSpec().getVolumeMode())) {
            throw VolumeException.setUp(name, "block devices are not supported on this node");
        }
        if (behind.getSpec().getHostPath() != null) {
            HostPaths.check(name, behind.getSpec().getHostPath());
            return Path.of(behind.getSpec().getHostPath().getPath());
        }
        if (behind.getSpec().getLocal() != null) {
            return local(pod, name, behind.getSpec().getLocal());
        }
        throw VolumeException.setUp(name, "no volume plugin matched this kind of volume");
    }

    private static Path local(Pod pod, String name, LocalVolumeSource source) throws IOException {
        Path path = Path.of(source.getPath());
        if (!Files.exists(path)) {
            throw new VolumeException(
                    "MountVolume.NewMounter initialization failed for volume \"%s\" : path \"%s\" does not exist"
                            .formatted(name, path));
        }
        if (!Files.isDirectory(path)) {
            throw VolumeException.setUp(name, "path \"" + path + "\" is not a directory");
        }
        Owner.of(pod).own(path);
        return path;
    }

    private void reachable(Pod pod, PersistentVolume behind) {
        if (behind.getSpec().getNodeAffinity() == null
                || behind.getSpec().getNodeAffinity().getRequired() == null) {
            return;
        }
        String node = pod.getSpec().getNodeName();
        boolean fits =
                NodeSelection.matches(
                        behind.getSpec().getNodeAffinity().getRequired().getNodeSelectorTerms(),
                        node,
                        references.nodeLabels(node)::get);
        if (!fits) {
            throw new VolumeException(
                    "MountVolume.NodeAffinity check failed for volume \"%s\" : no matching NodeSelectorTerms"
                            .formatted(behind.getMetadata().getName()));
        }
    }
}
