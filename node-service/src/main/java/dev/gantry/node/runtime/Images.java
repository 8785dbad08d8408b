package dev.gantry.node.runtime;

import java.util.List;
import java.util.Optional;

/** The images on this host. Safe for concurrent use; failures are {@link EngineException}s. */
public interface Images {

    /** The image that a reference names here, if it is here. */
    Optional<ImageInfo> find(String reference);

    /**
     * Fetches an image from its registry.
     *
     * @param logins tried in order; none means as nobody
     */
    ImageInfo pull(String reference, List<Login> logins);

    /** All images with their sizes. */
    List<ImageInfo> list();

    /** How to sign in to a registry. */
    record Login(String registry, String user, String password) {
        @Override
        public String toString() {
            return "Login[" + registry + ", " + user + "]";
        }
    }
}
