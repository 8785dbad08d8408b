package dev.gantry.cli.manifest;

import dev.gantry.api.json.Yaml;
import dev.gantry.cli.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A file of YAML or JSON documents. */
public record Manifest(Path file, List<ObjectNode> documents) {

    /**
     * @throws Refusal naming the file and what is wrong with it
     */
    public static Manifest read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new Refusal(2, "no such file: " + file);
        }
        try {
            List<ObjectNode> documents =
                    Yaml.documents(Files.readAllBytes(file)).stream()
                            .filter(ObjectNode.class::isInstance)
                            .map(ObjectNode.class::cast)
                            .toList();
            documents.forEach(d -> check(file, d));
            return new Manifest(file, documents);
        } catch (IOException | JacksonException e) {
            throw new Refusal(2, file + " cannot be read: " + e.getMessage());
        }
    }

    private static void check(Path file, ObjectNode document) {
        for (String field : List.of("apiVersion", "kind")) {
            if (!document.path(field).isString()) {
                throw new Refusal(2, "%s: a document has no %s".formatted(file, field));
            }
        }
    }

    /** {@code examples/guestbook} for {@code examples/guestbook.yaml}. */
    public Path besides() {
        String name = file.getFileName().toString().replaceFirst("\\.[^.]+$", "");
        return file.toAbsolutePath().resolveSibling(name);
    }

    /** The images whose repository is {@code name}, with their tags as they are written. */
    public Set<String> imagesNamed(String name) {
        Set<String> found = new TreeSet<>();
        documents.forEach(d -> collect(d, name, found));
        return found;
    }

    private static void collect(JsonNode node, String name, Set<String> found) {
        JsonNode image = node.path("image");
        if (image.isString()
                && (image.stringValue().equals(name)
                        || image.stringValue().startsWith(name + ":"))) {
            found.add(image.stringValue());
        }
        node.forEach(child -> collect(child, name, found));
    }
}
