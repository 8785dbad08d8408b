package dev.gantry.runtime.pki;

import java.util.List;
import java.util.stream.Stream;

/** By which names servers of a cluster are reached. */
public final class ServerNames {

    private static final List<String> LOCAL = List.of("localhost", "127.0.0.1", "::1");
    private static final List<String> API =
            List.of(
                    "kubernetes",
                    "kubernetes.default",
                    "kubernetes.default.svc",
                    "kubernetes.default.svc.cluster.local");

    private ServerNames() {}

    /** Any server of this host. */
    public static List<String> local(List<String> more) {
        return Stream.concat(LOCAL.stream(), more.stream()).distinct().toList();
    }

    /**
     * The API's server, as pods reach it too.
     *
     * @param serviceAddress of the Service {@code kubernetes}
     */
    public static List<String> api(String serviceAddress, List<String> more) {
        return Stream.of(LOCAL.stream(), API.stream(), Stream.of(serviceAddress), more.stream())
                .flatMap(s -> s)
                .distinct()
                .toList();
    }
}
