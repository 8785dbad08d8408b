package dev.gantry.state.watchcache;

import dev.gantry.state.store.StoredObject;
import java.util.Map;

/** An object with what selectors ask about, so that no selector parses a body. */
public record CachedObject(
        StoredObject stored, Map<String, String> labels, Map<String, String> fields) {}
