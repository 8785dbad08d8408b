package dev.gantry.standalone;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Another JVM like this one: same program, class path and flags, a heap of its own. */
final class JavaCommand {

    private JavaCommand() {}

    /**
     * @param heapMegabytes its upper bound
     */
    static List<String> of(String role, int heapMegabytes, Map<String, String> settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(JavaCommand::inherited)
                .forEach(command::add);
        command.add("-Xms16m");
        command.add("-Xmx" + heapMegabytes + "m");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Launcher.class.getName(), role));
        settings.forEach((key, value) -> command.add("--" + key + "=" + value));
        return command;
    }

    /** Not the heap, nor what only one JVM can do: a debugger's port, a cache's output. */
    private static boolean inherited(String flag) {
        return !flag.startsWith("-Xm")
                && !flag.startsWith("-agentlib:")
                && !flag.startsWith("-XX:AOTCacheOutput");
    }
}
