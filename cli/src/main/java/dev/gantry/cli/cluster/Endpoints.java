package dev.gantry.cli.cluster;

import dev.gantry.api.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** Where the services of a running cluster listen: {@code run/endpoints.json}, name to port. */
public record Endpoints(JsonNode document) {

    /** Empty when the cluster has not told yet. */
    public static Endpoints read(DataDirectory data) {
        Path file = data.run("endpoints.json");
        try {
            return new Endpoints(
                    Files.exists(file) ? Json.parse(Files.readAllBytes(file)) : Json.object());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port(String name, int otherwise) {
        return document.path(name).asInt(otherwise);
    }
}
