package dev.gantry.gateway.impersonation;

import dev.gantry.access.Attributes;
import dev.gantry.access.ServiceAccountUser;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.PercentCoding;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whom a request wants to act as. Kubernetes: "Authenticating", "User impersonation".
 *
 * @param groups as asked for, without those that come with the user
 * @param extra by lower-case key
 */
record Impersonation(
        String user, String uid, List<String> groups, Map<String, List<String>> extra) {

    private static final String EXTRA = "impersonate-extra-";
    private static final String GROUP = "authentication.k8s.io";
    private static final String AUTHENTICATED = "system:authenticated";
    private static final String UNAUTHENTICATED = "system:unauthenticated";

    static Impersonation of(HttpServletRequest request) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        for (String header : Collections.list(request.getHeaderNames())) {
            if (header.regionMatches(true, 0, EXTRA, 0, EXTRA.length())) {
                String key = header.substring(EXTRA.length()).toLowerCase(Locale.ROOT);
                extra.put(decoded(key), Collections.list(request.getHeaders(header)));
            }
        }
        return new Impersonation(
                text(request, "Impersonate-User"),
                text(request, "Impersonate-Uid"),
                Collections.list(request.getHeaders("Impersonate-Group")),
                extra);
    }

    private static String text(HttpServletRequest request, String header) {
        String value = request.getHeader(header);
        return value == null ? "" : value;
    }

    /** A key may hold what no header name may: {@code example.com%2fscope}. */
    private static String decoded(String key) {
        try {
            return PercentCoding.decode(key);
        } catch (IllegalArgumentException notEscaped) {
            return key;
        }
    }

    boolean absent() {
        return user.isEmpty() && uid.isEmpty() && groups.isEmpty() && extra.isEmpty();
    }

    /**
     * The rights that it takes, one for each thing claimed.
     *
     * @throws dev.gantry.api.status.ApiException 400 when something but no user is claimed
     */
    List<Attributes> asked(Caller caller) {
        if (user.isEmpty()) {
            throw ApiError.badRequest(
                            "a uid, groups or extra fields are to be impersonated without a user:"
                                    + " Impersonate-User is missing")
                    .exception();
        }
        List<Attributes> asked = new ArrayList<>();
        asked.add(userClaim(caller));
        groups.forEach(group -> asked.add(claim(caller, "", "groups", "", group)));
        extra.forEach(
                (key, values) ->
                        values.forEach(
                                value ->
                                        asked.add(claim(caller, GROUP, "userextras", key, value))));
        if (!uid.isEmpty()) {
            asked.add(claim(caller, GROUP, "uids", "", uid));
        }
        return asked;
    }

    private static Attributes claim(
            Caller caller, String group, String resource, String subresource, String name) {
        return Attributes.resource(caller, "impersonate", group, resource, subresource, "", name);
    }

    private Attributes userClaim(Caller caller) {
        return account()
                .map(
                        a ->
                                Attributes.resource(
                                        caller,
                                        "impersonate",
                                        "",
                                        "serviceaccounts",
                                        "",
                                        a.namespace(),
                                        a.name()))
                .orElseGet(() -> claim(caller, "", "users", "", user));
    }

    private Optional<ServiceAccountUser> account() {
        return ServiceAccountUser.parse(user);
    }

    /** Who it is then, with the groups that everyone of the kind has. */
    Caller caller() {
        List<String> all = new ArrayList<>(groups);
        if (groups.isEmpty()) {
            account().map(ServiceAccountUser::groups).ifPresent(all::addAll);
        }
        if (user.equals("system:anonymous")) {
            if (!all.contains(UNAUTHENTICATED)) {
                all.add(UNAUTHENTICATED);
            }
        } else if (!all.contains(AUTHENTICATED) && !all.contains(UNAUTHENTICATED)) {
            all.add(AUTHENTICATED);
        }
        return new Caller(user, uid, List.copyOf(all), Map.copyOf(extra));
    }
}
