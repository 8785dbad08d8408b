package dev.gantry.state.openapi;

import java.util.Map;
import java.util.Optional;

/** OpenAPI 3 documents of what is defined at run time. Thread-safe. */
public interface DefinedDocuments {

    /** Each group version with the hash of its document. */
    Map<String, String> hashes();

    /** The document of a group version as JSON. */
    Optional<byte[]> find(String groupVersion);
}
