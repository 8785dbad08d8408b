package dev.gantry.state.request.subresource;

import dev.gantry.client.door.Caller;
import java.util.List;

/** Tells whose a token is. Kubernetes: "Authenticating", "Service account tokens". */
public interface TokenVerifier {

    /**
     * @param audiences of whom at least one must be the token's; empty for the API server's own
     */
    Verdict verify(String token, List<String> audiences);

    /** What a token is worth. */
    sealed interface Verdict {

        /**
         * It counts.
         *
         * @param audiences the asked ones that are the token's
         */
        record Valid(Caller caller, List<String> audiences) implements Verdict {}

        /**
         * It does not.
         *
         * @param why empty when it is no token of this cluster at all
         */
        record Invalid(String why) implements Verdict {}
    }
}
