package dev.gantry.state.golden;

import dev.gantry.api.json.Json;
import dev.gantry.state.memory.DoorClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A reply in the form in which cases state what they expect. */
final class Observation {

    private static final Set<String> AGE_COLUMNS =
            Set.of("Age", "Last Schedule", "Duration", "First Seen", "Last Seen", "Since");
    private static final Pattern AGE = Pattern.compile("^(\\d+[smhdy])+$");

    /** An age in a column of another name, however long the machine took. */
    private static final Pattern JUST_MADE = Pattern.compile("[0-9]{1,2}s");

    private static final Pattern CONFLICT = Pattern.compile("conflict with \"([^\"]*)\"");
    private static final Pattern OWN_ADDRESS = Pattern.compile("\\b10(\\.\\d+){3}\\b");
    private static final Pattern OWN_PORT = Pattern.compile(":(\\d{5})/");

    private final JsonNode testCase;
    private final DoorClient.Reply reply;
    private final Normal normal;
    private final ObjectNode seen = Json.object();

    private Observation(JsonNode testCase, DoorClient.Reply reply) {
        this.testCase = testCase;
        this.reply = reply;
        JsonNode request = testCase.path("request");
        ArrayNode sent = Json.MAPPER.createArrayNode();
        sent.add(testCase.path("setup")).add(request);
        this.normal =
                new Normal(
                        Json.MAPPER.writeValueAsString(sent),
                        Json.text(request, "body", "metadata", "generateName"));
    }

    static ObjectNode of(JsonNode testCase, DoorClient.Reply reply) {
        Observation observation = new Observation(testCase, reply);
        observation.observe();
        return observation.seen;
    }

    private void observe() {
        seen.put("code", reply.code());
        List<String> warnings = reply.headers().getOrDefault("warning", List.of());
        if (!warnings.isEmpty()) {
            seen.put("warnings", warnings.size());
        }
        String contentType = reply.header("content-type");
        String plainType = contentType == null ? "" : contentType.replace(" ", "");
        if (Json.text(testCase, "area").equals("protocol") || observes("contentType")) {
            seen.put("contentType", plainType);
        }
        for (JsonNode what : testCase.path("observe")) {
            if (what.asString().startsWith("header:")) {
                String name = what.asString().substring("header:".length());
                String value = reply.header(name.toLowerCase(Locale.ROOT));
                Json.child(seen, "headers").put(name, value);
            }
        }
        body(plainType);
    }

    private boolean observes(String what) {
        for (JsonNode each : testCase.path("observe")) {
            if (each.asString().equals(what)) {
                return true;
            }
        }
        return false;
    }

    private void body(String contentType) {
        byte[] body = reply.body();
        JsonNode request = testCase.path("request");
        String text = new String(body, StandardCharsets.UTF_8);
        if (Json.text(request, "method").equals("HEAD") || body.length == 0) {
            seen.put("body", "empty");
        } else if (Json.text(request, "path").contains("watch=")
                && reply.code() == 200
                && text.replace(" ", "").startsWith("{\"type\"")) {
            events(text);
        } else if (text.startsWith("k8s\0")) {
            seen.put("body", "protobuf");
        } else {
            document(text, contentType);
        }
    }

    private void document(String text, String contentType) {
        JsonNode tree;
        try {
            tree = contentType.contains("yaml") ? yaml(text) : Json.MAPPER.readTree(text);
        } catch (JacksonException | org.yaml.snakeyaml.error.YAMLException e) {
            seen.put("body", "text");
            return;
        }
        if (!(tree instanceof ObjectNode object)) {
            seen.put("body", "other");
            return;
        }
        String kind = Json.text(object, "kind");
        if (kind.equals("Status") && Json.text(object, "status").equals("Failure")) {
            seen.set("error", normal.tree(status(object)));
        } else if (kind.equals("Table")) {
            seen.set("table", table(object));
        } else if (kind.endsWith("List") && object.has("items")
                || kind.equals("PartialObjectMetadataList")) {
            seen.set("list", list(object));
        } else if (observes("keys")) {
            TreeSet<String> keys = new TreeSet<>();
            object.properties().forEach(e -> keys.add(e.getKey()));
            ArrayNode array = seen.putArray("keys");
            keys.forEach(array::add);
        } else {
            seen.set("object", normal.tree(object));
        }
    }

    /** Times stay texts, as clients read them. */
    private static JsonNode yaml(String text) {
        Resolver resolver =
                new Resolver() {
                    @Override
                    public void addImplicitResolver(
                            Tag tag, Pattern regexp, String first, int limit) {
                        if (!tag.equals(Tag.TIMESTAMP)) {
                            super.addImplicitResolver(tag, regexp, first, limit);
                        }
                    }
                };
        LoaderOptions options = new LoaderOptions();
        DumperOptions dumping = new DumperOptions();
        Yaml yaml =
                new Yaml(
                        new SafeConstructor(options),
                        new Representer(dumping),
                        dumping,
                        options,
                        resolver);
        Object loaded = yaml.load(text);
        return Json.MAPPER.valueToTree(loaded);
    }

    private static ObjectNode status(JsonNode status) {
        ObjectNode result = Json.object();
        result.put("code", status.path("code").asInt());
        result.put("reason", Json.text(status, "reason"));
        List<ObjectNode> causes = new ArrayList<>();
        for (JsonNode cause : Json.at(status, "details", "causes")) {
            ObjectNode one = Json.object();
            one.put("field", Json.text(cause, "field")).put("reason", Json.text(cause, "reason"));
            Matcher conflict = CONFLICT.matcher(Json.text(cause, "message"));
            if (Json.text(cause, "reason").equals("FieldManagerConflict") && conflict.find()) {
                one.put("manager", conflict.group(1));
            }
            causes.add(one);
        }
        causes.sort(
                Comparator.comparing(
                        c ->
                                Json.text(c, "field")
                                        + "\0"
                                        + Json.text(c, "reason")
                                        + "\0"
                                        + Json.text(c, "manager")));
        if (!causes.isEmpty()) {
            ArrayNode array = result.putArray("causes");
            causes.forEach(array::add);
        }
        for (String field : List.of("kind", "name", "group", "retryAfterSeconds")) {
            JsonNode value = Json.at(status, "details", field);
            if (!value.isMissingNode() && !value.asString("").isEmpty()) {
                result.set(field, value);
            }
        }
        return result;
    }

    private ObjectNode list(ObjectNode object) {
        ObjectNode result = Json.object();
        JsonNode metadata = object.path("metadata");
        result.put("apiVersion", Json.text(object, "apiVersion"));
        result.put("kind", Json.text(object, "kind"));
        ArrayNode names = Json.MAPPER.createArrayNode();
        for (JsonNode item : object.path("items")) {
            JsonNode name = Json.at(item, "metadata", "name");
            if (name.isMissingNode()) {
                names.addNull();
            } else {
                names.add(name);
            }
        }
        result.set("names", normal.tree(names));
        result.put("continue", !Json.text(metadata, "continue").isEmpty());
        if (metadata.has("remainingItemCount")) {
            result.set("remainingItemCount", metadata.path("remainingItemCount"));
        }
        if (Json.text(metadata, "resourceVersion").isEmpty()) {
            result.put("resourceVersion", "absent");
        }
        if (observes("items")) {
            result.set("items", normal.tree(object.path("items")));
        }
        return result;
    }

    private static List<String> columns(JsonNode table) {
        List<String> columns = new ArrayList<>();
        table.path("columnDefinitions").forEach(c -> columns.add(Json.text(c, "name")));
        return columns;
    }

    private static ArrayNode cells(List<String> columns, JsonNode rows) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        for (JsonNode row : rows) {
            ArrayNode cells = all.addArray();
            int at = 0;
            for (JsonNode cell : row.path("cells")) {
                boolean age =
                        at < columns.size()
                                && AGE_COLUMNS.contains(columns.get(at))
                                && cell.isString()
                                && AGE.matcher(cell.asString()).matches();
                if (age) {
                    cells.add("<age>");
                } else if (cell.isString() && JUST_MADE.matcher(cell.asString()).matches()) {
                    cells.add("0s");
                } else {
                    cells.add(cell);
                }
                at++;
            }
        }
        return all;
    }

    private ObjectNode table(ObjectNode table) {
        List<String> columns = columns(table);
        ObjectNode result = Json.object();
        ArrayNode names = result.putArray("columns");
        columns.forEach(names::add);
        ArrayNode rows = result.putArray("rows");
        for (JsonNode row : normal.tree(cells(columns, table.path("rows")))) {
            ArrayNode cells = rows.addArray();
            row.forEach(cell -> cells.add(cell.isString() ? ownless(cell) : cell));
        }
        TreeSet<String> kinds = new TreeSet<>();
        for (JsonNode row : table.path("rows")) {
            JsonNode object = row.path("object");
            boolean none = object.isMissingNode() || object.isNull() || object.isEmpty();
            kinds.add(none ? "none" : Json.text(object, "kind"));
        }
        ArrayNode objects = result.putArray("rowObjects");
        kinds.forEach(objects::add);
        JsonNode metadata = table.path("metadata");
        if (!Json.text(metadata, "continue").isEmpty()) {
            result.put("continue", true);
        }
        if (metadata.has("remainingItemCount")) {
            result.set("remainingItemCount", metadata.path("remainingItemCount"));
        }
        return result;
    }

    private JsonNode ownless(JsonNode cell) {
        String text =
                OWN_ADDRESS
                        .matcher(cell.asString())
                        .replaceAll(m -> normal.wasSent(m.group()) ? m.group() : "<ip>");
        text =
                OWN_PORT.matcher(text)
                        .replaceAll(m -> normal.wasSent(m.group(1)) ? m.group() : ":<port>/");
        return Json.MAPPER.getNodeFactory().stringNode(text);
    }

    private void events(String text) {
        ArrayNode events = seen.putArray("events");
        List<String> columns = List.of();
        for (String line : text.split("\n")) {
            if (line.isBlank()) {
                continue;
            }
            JsonNode event = Json.MAPPER.readTree(line);
            ObjectNode object = (ObjectNode) event.path("object");
            String type = Json.text(event, "type");
            ObjectNode one = Json.object().put("type", type);
            one.set("kind", object.path("kind"));
            if (type.equals("BOOKMARK")) {
                if (!Json.text(object, "metadata", "annotations", "k8s.io/initial-events-end")
                        .equals("true")) {
                    continue;
                }
                one.put("initialEventsEnd", true);
            } else if (type.equals("ERROR")) {
                one.setAll(status(object));
            } else if (Json.text(object, "kind").equals("Table")) {
                List<String> told = columns(object);
                columns = told.isEmpty() ? columns : told;
                one.put("columns", !told.isEmpty());
                one.set("rows", normal.tree(cells(columns, object.path("rows"))));
            } else {
                ObjectNode shown = (ObjectNode) normal.tree(object);
                shown.remove(List.of("apiVersion", "kind"));
                one.set("object", shown);
                one.set("apiVersion", object.path("apiVersion"));
            }
            events.add(one);
        }
    }
}
