package dev.gantry.runtime.launch;

import dev.gantry.client.door.StateDoor;
import dev.gantry.runtime.pki.ClusterPki;
import dev.gantry.runtime.pki.PemFiles;
import dev.gantry.runtime.pki.Subject;
import dev.gantry.runtime.tls.TlsIdentity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The sample service on a door of the test's, and clients of it. */
public final class SampleCluster implements AutoCloseable {

    private final Path data;
    private final RunningService service;

    public SampleCluster(Path data, StateDoor door, Map<String, String> properties) {
        this.data = data;
        this.service =
                ServiceLauncher.of(ServiceName.SCHEDULING, SampleService.class)
                        .property("gantry.data-dir", data)
                        .property("gantry.door.client-check", "200ms")
                        .properties(properties)
                        .bean(StateDoor.class, door)
                        .start();
    }

    public RunningService service() {
        return service;
    }

    public URI uri(String path) {
        return URI.create("https://127.0.0.1:" + service.port() + path);
    }

    public TlsIdentity identity(String user, String... groups) {
        PemFiles files =
                ClusterPki.open(data.resolve("pki"), Clock.systemUTC())
                        .issue("test-" + user, new Subject(user, List.of(groups), List.of()));
        return TlsIdentity.of(files);
    }

    public HttpClient client(HttpClient.Version version, String user, String... groups) {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(identity(user, groups).context())
                .build();
    }

    public HttpRequest get(String path) {
        return HttpRequest.newBuilder(uri(path)).build();
    }

    @Override
    public void close() {
        service.close();
    }
}
