package dev.gantry.state.request;

import dev.gantry.api.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** What {@code /version} tells: the API level, and what really runs. */
final class Version {

    private static final String MAJOR = "1";
    private static final String MINOR = "36";

    private Version() {}

    static ObjectNode document() {
        String built = Version.class.getPackage().getImplementationVersion();
        return Json.object()
                .put("major", MAJOR)
                .put("minor", MINOR)
                .put("emulationMajor", MAJOR)
                .put("emulationMinor", MINOR)
                .put("minCompatibilityMajor", MAJOR)
                .put("minCompatibilityMinor", "35")
                .put("gitVersion", "v1.36.0+gantry." + (built == null ? "dev" : built))
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "2026-11-24T00:00:00Z")
                .put("goVersion", "java" + Runtime.version().feature())
                .put("compiler", "javac")
                .put("platform", "linux/" + arch());
    }

    private static String arch() {
        String arch = System.getProperty("os.arch", "");
        return arch.equals("aarch64") ? "arm64" : "amd64";
    }
}
