package dev.gantry.gateway;

import dev.gantry.api.json.Json;
import dev.gantry.client.door.ByteSink;
import dev.gantry.client.door.DoorReply;
import dev.gantry.client.door.DoorRequest;
import dev.gantry.client.door.StateDoor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A door whose only good token is {@code of-web}. */
record ReviewingDoor(StateDoor door) implements StateDoor {

    @Override
    public void call(DoorRequest request, DoorReply reply) {
        if (!request.path().endsWith("/tokenreviews")) {
            door.call(request, reply);
            return;
        }
        boolean good = Json.text(Json.parse(request.body()), "spec", "token").equals("of-web");
        String status =
                good
                        ? """
                          {"status":{"authenticated":true,"user":{
                            "username":"system:serviceaccount:d:web","uid":"u",
                            "groups":["system:serviceaccounts","system:authenticated"]}}}
                          """
                        : "{\"status\":{\"user\":{},\"error\":\"invalid bearer token\"}}";
        try (ByteSink sink =
                reply.begin(201, Map.of("content-type", List.of("application/json")))) {
            sink.write(status.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
