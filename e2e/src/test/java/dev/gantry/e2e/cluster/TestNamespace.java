package dev.gantry.e2e.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A namespace of one test class. */
public record TestNamespace(TestCluster cluster, String name) {

    /** kubectl in this namespace; it must succeed. */
    public String kubectl(String... arguments) {
        return run("", arguments).succeeded().text();
    }

    public String kubectlWithInput(String input, String... arguments) {
        return run(input, arguments).succeeded().text();
    }

    /** kubectl in this namespace, however it ends. */
    public Output run(String input, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-n", name));
        all.addAll(Arrays.asList(arguments));
        return cluster.kubectlWithInput(input, all.toArray(String[]::new));
    }
}
