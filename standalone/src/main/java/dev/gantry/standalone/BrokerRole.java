package dev.gantry.standalone;

import dev.gantry.backends.kafka.EmbeddedKafka;
import dev.gantry.backends.kafka.KafkaSettings;
import dev.gantry.runtime.launch.EndpointsFile;
import java.nio.file.Path;

/** The embedded broker in a JVM of its own; tells its port under the name {@code broker}. */
final class BrokerRole {

    static final String NAME = "broker";

    /** The port to take again after a restart; absent or 0 for any. */
    static final String PORT = "gantry.standalone.broker-port";

    private BrokerRole() {}

    static AutoCloseable start(Options options) {
        Path data = options.dataDirectory();
        EmbeddedKafka kafka =
                EmbeddedKafka.start(
                        data.resolve("kafka"),
                        KafkaSettings.USUAL.withPort(options.number(PORT, 0)));
        String address = kafka.bootstrapServers();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        new EndpointsFile(data.resolve("run/endpoints.json")).listening(NAME, port);
        return kafka;
    }
}
