package dev.gantry.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Under what a command runs: as whom, in which network, with which variables.
 *
 * @param prefix stands before the command
 * @param environment over the test's own
 * @param home where Gantry is, as that user can reach it
 */
public record Circumstances(List<String> prefix, Map<String, String> environment, Path home) {

    static final int NOBODY = 65534;

    /** As the test itself. */
    public static Circumstances usual() {
        return new Circumstances(List.of(), Map.of("GANTRY_NO_AOT", "1"), TestCluster.home());
    }

    /**
     * As an ordinary user.
     *
     * @param group one more that the user is in, such as the engine's
     * @param folder for a copy of the distribution, where the user cannot enter the original
     */
    public Circumstances asNobody(int group, Path folder) {
        List<String> as =
                List.of(
                        "setpriv",
                        "--reuid=" + NOBODY,
                        "--regid=" + NOBODY,
                        "--groups=" + group,
                        "--");
        List<String> all = new ArrayList<>(prefix);
        all.addAll(as);
        return new Circumstances(all, environment, enterable(home) ? home : copied(home, folder));
    }

    public Circumstances with(String variable, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(variable, value);
        return new Circumstances(prefix, more, home);
    }

    /** In a network of its own, made with {@code ip netns add}. */
    public Circumstances inNetwork(String name) {
        return new Circumstances(List.of("ip", "netns", "exec", name), environment, home);
    }

    private static boolean enterable(Path path) {
        try {
            for (Path at = path; at != null; at = at.getParent()) {
                if (!Files.getPosixFilePermissions(at)
                        .contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copied(Path home, Path folder) {
        Path copy = folder.resolve("gantry");
        String script = "mkdir -p \"$2/dist\" && cp -r \"$1/dist/lib\" \"$2/dist/\"";
        Shell.run(
                        folder,
                        Map.of(),
                        Duration.ofMinutes(1),
                        List.of("sh", "-c", script, "copy", home.toString(), copy.toString()))
                .succeeded();
        return copy;
    }
}
