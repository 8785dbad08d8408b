package dev.gantry.node.volume;

import dev.gantry.node.reference.References;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Volumes as directories of this host: {@code ROOT/<pod uid>/volumes/<kind>/<name>}. */
public final class HostDirectoryVolumes implements PodVolumes {

    private final Path root;
    private final References references;
    private final Function<Pod, FieldValues.Here> here;
    private final Tokens tokens;
    private final Claims claims;
    private final MemoryMounts mounts = new MemoryMounts();
    private final AtomicLong generation;

    /**
     * @param root absolute; the engine must see it under the same path
     */
    public HostDirectoryVolumes(
            Path root, References references, Function<Pod, FieldValues.Here> here, Clock clock) {
        this.root = root;
        this.references = references;
        this.here = here;
        this.tokens = new Tokens(clock);
        this.claims = new Claims(references);
        this.generation = new AtomicLong(clock.millis());
    }

    @Override
    public void setUp(Pod pod) {
        for (Volume volume : PodVolumes.of(pod)) {
            try {
                setUp(pod, volume);
            } catch (IOException | UncheckedIOException | References.Unavailable e) {
                throw VolumeException.setUp(volume.getName(), e.toString());
            }
        }
    }

    private void setUp(Pod pod, Volume volume) throws IOException {
        if (ObjectFiles.handles(volume)) {
            FileSet files = new ObjectFiles(references, here.apply(pod), tokens).files(pod, volume);
            new AtomicDirectory(path(pod, volume), Owner.of(pod))
                    .write(files, Long.toString(generation.incrementAndGet()));
        } else if (volume.getEmptyDir() != null) {
            emptyDirectory(pod, volume.getEmptyDir(), path(pod, volume));
        } else if (volume.getHostPath() != null) {
            HostPaths.check(volume.getName(), volume.getHostPath());
        } else if (Claims.handles(volume)) {
            claims.setUp(pod, volume);
        } else {
            throw VolumeException.setUp(
                    volume.getName(), "no volume plugin matched this kind of volume");
        }
    }

    private void emptyDirectory(Pod pod, EmptyDirVolumeSource source, Path path)
            throws IOException {
        boolean fresh = !Files.isDirectory(path);
        Files.createDirectories(path);
        if ("Memory".equals(source.getMedium())) {
            mounts.mount(path, source.getSizeLimit());
        }
        if (fresh) {
            Modes.set(path, 0777);
            Owner.of(pod).own(path);
        }
    }

    @Override
    public Path path(Pod pod, String name) {
        Volume volume =
                PodVolumes.of(pod).stream()
                        .filter(v -> v.getName().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new VolumeException("volume " + name + " not found"));
        return path(pod, volume);
    }

    private Path path(Pod pod, Volume volume) {
        HostPathVolumeSource host = volume.getHostPath();
        if (host != null) {
            return Path.of(host.getPath());
        }
        if (Claims.handles(volume)) {
            return claims.path(pod, volume)
                    .orElseThrow(
                            () ->
                                    new VolumeException(
                                            "volume " + volume.getName() + " is not set up"));
        }
        return directory(pod.getMetadata().getUid())
                .resolve("volumes")
                .resolve(kind(volume))
                .resolve(volume.getName());
    }

    private static String kind(Volume volume) {
        if (volume.getEmptyDir() != null) {
            return "kubernetes.io~empty-dir";
        }
        if (volume.getConfigMap() != null) {
            return "kubernetes.io~configmap";
        }
        if (volume.getSecret() != null) {
            return "kubernetes.io~secret";
        }
        return volume.getDownwardAPI() != null
                ? "kubernetes.io~downward-api"
                : "kubernetes.io~projected";
    }

    private Path directory(String podUid) {
        return root.resolve(podUid);
    }

    @Override
    public Path file(String podUid, String name) {
        return directory(podUid).resolve(name);
    }

    @Override
    public Path write(String podUid, String name, String text) {
        Path file = file(podUid, name);
        try {
            Files.createDirectories(file.getParent());
            if (!Files.exists(file) || !Files.readString(file).equals(text)) {
                Files.writeString(file, text);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String read(String podUid, String name, int limit) {
        Path file = file(podUid, name);
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(limit), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void tearDown(String podUid) {
        try {
            mounts.unmountBelow(directory(podUid));
            AtomicDirectory.delete(directory(podUid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tokens.forget(podUid);
        claims.forget(podUid);
        references.release(podUid);
    }
}
