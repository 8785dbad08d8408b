package dev.gantry.state.persistence.encryption;

import dev.gantry.api.json.Json;
import dev.gantry.state.document.Bodies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads who is encrypted with what. Every refusal names the file and what is wrong in it. */
final class EncryptionFile {

    private EncryptionFile() {}

    /**
     * @throws IllegalArgumentException when a file cannot be read or understood
     */
    static List<Rule> read(EncryptionSettings settings) {
        Path keys = settings.keyFile();
        Path config = settings.configFile();
        if (keys != null) {
            return List.of(new Rule(List.of("secrets"), true, keys(keys)));
        }
        return config == null ? List.of() : configuration(config);
    }

    private static List<SealKey> keys(Path file) {
        List<SealKey> keys = new ArrayList<>();
        for (String line : text(file).lines().map(String::strip).toList()) {
            int colon = line.indexOf(':');
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (colon < 1) {
                throw wrong(file, "expected lines NAME:BASE64");
            }
            keys.add(key(file, line.substring(0, colon), line.substring(colon + 1)));
        }
        if (keys.isEmpty()) {
            throw wrong(file, "expected a key, found none");
        }
        return keys;
    }

    private static List<Rule> configuration(Path file) {
        JsonNode tree = Bodies.yaml(text(file).getBytes(StandardCharsets.UTF_8)).tree();
        if (!Json.text(tree, "kind").equals("EncryptionConfiguration")) {
            throw wrong(file, "expected kind EncryptionConfiguration");
        }
        List<Rule> rules = new ArrayList<>();
        for (JsonNode entry : tree.path("resources")) {
            rules.add(rule(file, entry));
        }
        return rules;
    }

    private static Rule rule(Path file, JsonNode entry) {
        List<String> resources = Json.texts(entry.path("resources"));
        if (resources.contains(Rule.LEASES)) {
            throw wrong(file, Rule.LEASES + " cannot be encrypted: commits look into them");
        }
        List<SealKey> keys = new ArrayList<>();
        boolean first = true;
        boolean seals = false;
        for (JsonNode provider : entry.path("providers")) {
            if (provider.has("aesgcm")) {
                seals |= first;
                for (JsonNode key : provider.path("aesgcm").path("keys")) {
                    keys.add(key(file, Json.text(key, "name"), Json.text(key, "secret")));
                }
            } else if (!provider.has("identity")) {
                throw wrong(
                        file,
                        "expected the providers aesgcm and identity, found "
                                + provider.propertyNames());
            }
            first = false;
        }
        if (first || seals && keys.isEmpty()) {
            throw wrong(file, "expected a provider with keys for " + resources);
        }
        return new Rule(resources, seals, keys);
    }

    private static SealKey key(Path file, String name, String base64) {
        try {
            return new SealKey(name, Base64.getDecoder().decode(base64.strip()));
        } catch (IllegalArgumentException e) {
            throw wrong(file, "key " + name + ": " + e.getMessage());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("gantry.state.encryption: cannot read " + file, e);
        }
    }

    private static IllegalArgumentException wrong(Path file, String why) {
        return new IllegalArgumentException("gantry.state.encryption: " + file + ": " + why);
    }
}
