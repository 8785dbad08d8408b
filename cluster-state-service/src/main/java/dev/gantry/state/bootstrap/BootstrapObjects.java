package dev.gantry.state.bootstrap;

import dev.gantry.api.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The documents that exist after a clean start, those first that others need. Pure. */
final class BootstrapObjects {

    private static final List<String> FIRST = List.of("Namespace", "ServiceCIDR", "Service");

    private static final String RECORDED_RANGE = "10.96.0.0/16";
    private static final String RECORDED_FIRST = "10.96.0.1";

    private BootstrapObjects() {}

    static List<ObjectNode> read(BootstrapSettings settings, String serviceRange, LocalDate today) {
        try (InputStream in = BootstrapObjects.class.getResourceAsStream("objects.jsonl")) {
            if (in == null) {
                throw new IllegalStateException("objects.jsonl is not on the class path");
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return lines.lines()
                    .map(line -> (ObjectNode) Json.MAPPER.readTree(inRange(line, serviceRange)))
                    .map(object -> settled(object, settings, today))
                    .sorted(Comparator.comparingInt(BootstrapObjects::rank))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The recorded range is the usual one; the API has the first address of whichever it is. */
    private static String inRange(String line, String serviceRange) {
        if (serviceRange.equals(RECORDED_RANGE)) {
            return line;
        }
        String base = serviceRange.substring(0, serviceRange.indexOf('/'));
        int dot = base.lastIndexOf('.');
        String first = base.substring(0, dot + 1) + (Integer.parseInt(base.substring(dot + 1)) + 1);
        return line.replace(RECORDED_RANGE, serviceRange)
                .replace('"' + RECORDED_FIRST + '"', '"' + first + '"');
    }

    private static int rank(ObjectNode object) {
        int at = FIRST.indexOf(Json.text(object, "kind"));
        return at < 0 ? FIRST.size() : at;
    }

    /** Fills in what differs from one installation to another. */
    private static ObjectNode settled(
            ObjectNode object, BootstrapSettings settings, LocalDate today) {
        Json.child(object, "metadata").remove("generation");
        boolean ofTheApi =
                Json.text(object, "metadata", "name").equals("kubernetes")
                        && Json.text(object, "metadata", "namespace").equals("default");
        if (ofTheApi) {
            lead(object, settings);
        }
        if (object.get("data") instanceof ObjectNode data && data.has("since")) {
            data.put("since", today.toString());
        }
        return object;
    }

    private static void lead(ObjectNode object, BootstrapSettings settings) {
        switch (Json.text(object, "kind")) {
            case "Service" ->
                    first(Json.at(object, "spec", "ports")).put("targetPort", settings.apiPort());
            case "EndpointSlice" -> {
                first(object.path("endpoints")).putArray("addresses").add(settings.apiAddress());
                first(object.path("ports")).put("port", settings.apiPort());
            }
            case "Endpoints" -> {
                ObjectNode subset = first(object.path("subsets"));
                first(subset.path("addresses")).put("ip", settings.apiAddress());
                first(subset.path("ports")).put("port", settings.apiPort());
            }
            default -> {}
        }
    }

    private static ObjectNode first(JsonNode array) {
        return (ObjectNode) array.get(0);
    }

    /** Whether the document follows the API's address and is kept current. */
    static boolean followsTheApi(ObjectNode object) {
        String kind = Json.text(object, "kind");
        return (kind.equals("EndpointSlice") || kind.equals("Endpoints"))
                && Json.text(object, "metadata", "name").equals("kubernetes");
    }
}
