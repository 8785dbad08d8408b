package dev.gantry.standalone;

import dev.gantry.runtime.launch.ServiceName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The service that a cluster in one JVM does not start, because somebody starts it from an IDE.
 *
 * @param service null when none is left out
 */
record LeftOut(@Nullable ServiceName service) {

    /** The module's name of that service. */
    static final String SETTING = "gantry.standalone.without";

    static LeftOut of(Options options) {
        String module = options.text(SETTING, "");
        return new LeftOut(module.isEmpty() ? null : ServiceName.ofModule(module));
    }

    boolean is(ServiceName other) {
        return service == other;
    }

    /** Writes down what that service needs to know; removes the file when none is left out. */
    void tell(ServiceWiring wiring, Backends backends, String api) {
        Path data = wiring.options().dataDirectory();
        if (service == null) {
            DevSettings.remove(data);
            return;
        }
        Map<String, String> settings =
                new LinkedHashMap<>(Settings.of(service, wiring.options(), wiring.common(), api));
        settings.putAll(Backends.kafkaSettings(data, backends.kafkaPort()));
        if (service == ServiceName.CLUSTER_STATE) {
            settings.putAll(backends.databaseSettings());
            settings.put("gantry.state.listener.port", String.valueOf(wiring.statePort()));
        } else {
            settings.put("gantry.state-door.url", wiring.url(service, api));
        }
        DevSettings.write(data, service, settings);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final byte[] LOOPBACK = {127, 0, 0, 1};
}
