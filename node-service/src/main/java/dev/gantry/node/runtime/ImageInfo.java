package dev.gantry.node.runtime;

import java.util.List;

/**
 * An image on this host.
 *
 * @param id the engine's content name, {@code sha256:...}
 * @param tags and digests by which it is known
 * @param user the image's user, empty for root
 */
public record ImageInfo(
        String id, List<String> tags, List<String> digests, long sizeBytes, String user) {}
