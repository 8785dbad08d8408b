package dev.gantry.access;

import java.util.List;
import java.util.Optional;

/**
 * A service account as a user. Kubernetes: "Authenticating", "Service account tokens".
 *
 * @param name of the ServiceAccount
 */
public record ServiceAccountUser(String namespace, String name) {

    private static final String PREFIX = "system:serviceaccount:";

    /** The account that a user name means; empty for any other user. */
    public static Optional<ServiceAccountUser> parse(String user) {
        int colon = user.startsWith(PREFIX) ? user.indexOf(':', PREFIX.length()) : -1;
        return colon <= PREFIX.length() || user.endsWith(":")
                ? Optional.empty()
                : Optional.of(
                        new ServiceAccountUser(
                                user.substring(PREFIX.length(), colon), user.substring(colon + 1)));
    }

    public String user() {
        return PREFIX + namespace + ":" + name;
    }

    /** Those that every account of the namespace is in. */
    public List<String> groups() {
        return List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace);
    }
}
