package dev.gantry.node.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What this host says about itself, whether or not an engine answers.
 *
 * @param architecture as Kubernetes spells it
 * @param storageBytes of the file system that pods' files lie on
 */
public record HostFacts(
        String machineId,
        String systemUuid,
        String bootId,
        String kernelVersion,
        String osImage,
        String architecture,
        int cpus,
        long memoryBytes,
        long storageBytes) {

    /** Reads the host; what can not be read is empty or 0. */
    public static HostFacts read(Path data) {
        String machineId = line("/etc/machine-id");
        String bootId = line("/proc/sys/kernel/random/boot_id");
        String uuid = line("/sys/class/dmi/id/product_uuid");
        return new HostFacts(
                machineId,
                uuid.isEmpty() ? machineId : uuid,
                bootId,
                line("/proc/sys/kernel/osrelease"),
                readOsImage(),
                architecture(System.getProperty("os.arch", "")),
                Runtime.getRuntime().availableProcessors(),
                memory(),
                storage(data));
    }

    private static String line(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static String readOsImage() {
        return line("/etc/os-release")
                .lines()
                .filter(l -> l.startsWith("PRETTY_NAME="))
                .map(l -> l.substring("PRETTY_NAME=".length()).replace("\"", ""))
                .findFirst()
                .orElse("Linux");
    }

    private static String architecture(String jdks) {
        return switch (jdks.toLowerCase(Locale.ROOT)) {
            case "x86_64", "amd64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> jdks;
        };
    }

    private static long memory() {
        Optional<Long> kibis =
                line("/proc/meminfo")
                        .lines()
                        .filter(l -> l.startsWith("MemTotal:"))
                        .map(l -> Long.parseLong(l.replaceAll("\\D", "")))
                        .findFirst();
        return kibis.orElse(0L) * 1024;
    }

    private static long storage(Path data) {
        try {
            Path existing = data.toAbsolutePath();
            while (existing.getParent() != null && !Files.exists(existing)) {
                existing = existing.getParent();
            }
            return Files.getFileStore(existing).getTotalSpace();
        } catch (IOException unreadable) {
            return 0;
        }
    }
}
