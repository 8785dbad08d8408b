package dev.gantry.standalone;

import java.util.stream.Stream;

/**
 * A whole cluster in a debugger: run this {@code main} in an IDE, from the repository's directory.
 *
 * <p>The same as {@code ./gantry up} without its checks: data under {@code .gantry/}, API on 6443,
 * ingress on 8080, {@code .gantry/kubeconfig} when it is up. Arguments are settings, {@code
 * --gantry.nodes=2} for example. Ends in order with SIGTERM, as an IDE's stop button sends.
 */
public final class GantryRunner {

    private GantryRunner() {}

    public static void main(String[] settings) throws Exception {
        Launcher.main(
                Stream.concat(Stream.of("standalone"), Stream.of(settings)).toArray(String[]::new));
    }
}
