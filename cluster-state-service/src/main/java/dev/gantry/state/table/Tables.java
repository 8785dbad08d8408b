package dev.gantry.state.table;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** placeholder */
public final class Tables {
    private Tables() {}

    public static ObjectNode render(
            ResourceType type,
            List<ObjectNode> objects,
            String includeObject,
            String tableVersion,
            ObjectNode listMeta,
            Instant now,
            boolean withColumns) {
        return Json.object();
    }
}
