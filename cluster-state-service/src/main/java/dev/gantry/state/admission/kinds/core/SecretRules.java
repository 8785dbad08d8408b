package dev.gantry.state.admission.kinds.core;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Place;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Secret. Kubernetes: "Secrets", "Types of Secret". */
public final class SecretRules extends ObjectRules {

    private static final String ACCOUNT = "kubernetes.io/service-account.name";

    public SecretRules(ResourceType type) {
        super(type);
    }

    @Override
    public void defaults(ObjectNode object) {
        empty(object, "type", "Opaque");
        if (object.remove("stringData") instanceof ObjectNode plain) {
            ObjectNode data = Json.child(object, "data");
            for (Map.Entry<String, JsonNode> each : plain.properties()) {
                byte[] text = each.getValue().asString("").getBytes(StandardCharsets.UTF_8);
                data.put(each.getKey(), Base64.getEncoder().encodeToString(text));
            }
        }
    }

    @Override
    protected boolean judgesAsNew() {
        return true;
    }

    @Override
    protected void check(Place object) {
        Place data = object.at("data");
        long bytes = 0;
        for (Map.Entry<String, Place> each : data.entries()) {
            ConfigMapRules.key(each);
            bytes += ConfigMapRules.decodedLength(each.getValue().text());
        }
        if (bytes > ConfigMapRules.MOST_BYTES) {
            data.tooLong(ConfigMapRules.MOST_BYTES);
        }
        ofType(object, data);
    }

    private static void ofType(Place object, Place data) {
        switch (object.at("type").text()) {
            case "kubernetes.io/service-account-token" -> {
                Place account = object.at("metadata").at("annotations").key(ACCOUNT);
                if (account.empty()) {
                    account.required("");
                }
            }
            case "kubernetes.io/dockercfg" -> json(data.key(".dockercfg"));
            case "kubernetes.io/dockerconfigjson" -> json(data.key(".dockerconfigjson"));
            case "kubernetes.io/basic-auth" -> {
                if (!data.key("username").present() && !data.key("password").present()) {
                    data.key("username").required("");
                    data.key("password").required("");
                }
            }
            case "kubernetes.io/ssh-auth" -> {
                if (data.key("ssh-privatekey").empty()) {
                    data.key("ssh-privatekey").required("");
                }
            }
            case "kubernetes.io/tls" -> {
                for (String key : java.util.List.of("tls.crt", "tls.key")) {
                    if (!data.key(key).present()) {
                        data.key(key).required("");
                    }
                }
            }
            default -> {}
        }
    }

    private static void json(Place entry) {
        if (!entry.present()) {
            entry.required("");
            return;
        }
        try {
            Json.parse(Base64.getDecoder().decode(entry.text()));
        } catch (JacksonException | IllegalArgumentException e) {
            entry.problems()
                    .invalid(entry.path(), "<secret contents redacted>", "invalid character");
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        object.at("type").unchanged(stored.path("type"));
        ConfigMapRules.frozen(object, stored, "data");
        check(object);
    }
}
