package dev.gantry.runtime.pki;

import dev.gantry.client.door.Caller;
import java.util.List;

/**
 * Whom a certificate names. Kubernetes: "X509 client certificates": the common name is the user,
 * the organizations are the groups.
 *
 * @param names DNS names and addresses that a server with this certificate may be reached by; none
 *     for a pure client
 */
public record Subject(String user, List<String> groups, List<String> names) {

    private static final String AUTHENTICATED = "system:authenticated";

    /** What a caller's certificate says; the group of all authenticated callers goes without. */
    public static Subject of(Caller caller, List<String> names) {
        return new Subject(
                caller.user(),
                caller.groups().stream().filter(g -> !g.equals(AUTHENTICATED)).toList(),
                names);
    }

    /** Who may all. */
    public static Subject administrator() {
        return new Subject("gantry-admin", List.of("system:masters"), List.of());
    }

    boolean server() {
        return !names.isEmpty();
    }
}
