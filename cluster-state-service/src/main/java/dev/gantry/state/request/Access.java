package dev.gantry.state.request;

import dev.gantry.access.Attributes;
import dev.gantry.access.Authorizer;
import dev.gantry.access.Decision;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.door.Caller;
import dev.gantry.state.request.exchange.Query;
import dev.gantry.state.request.exchange.Target;
import dev.gantry.state.request.exchange.Verb;
import java.util.Locale;

/** Asks the authorizer, and words its refusals. */
final class Access {

    private final Authorizer authorizer;

    Access(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /**
     * @throws dev.gantry.api.status.ApiException 403
     */
    void check(Caller caller, Verb verb, Target target, Query query) {
        Attributes attributes =
                new Attributes(
                        caller,
                        verb.word(),
                        target.type().group(),
                        target.type().version(),
                        target.type().resource(),
                        target.subresource(),
                        attributeNamespace(target),
                        target.name(),
                        true,
                        "",
                        query.text("fieldSelector"));
        refuse(
                authorizer.authorize(attributes),
                target.type().group(),
                target.type().resource(),
                target.name());
    }

    /** A Namespace is judged as if it were in itself. */
    private static String attributeNamespace(Target target) {
        return target.type().groupResource().equals("namespaces")
                ? target.name()
                : target.namespace();
    }

    void checkUnknown(Caller caller, String method, Route.UnknownResource route) {
        Attributes attributes =
                new Attributes(
                        caller,
                        method.toLowerCase(Locale.ROOT),
                        route.group(),
                        route.version(),
                        route.resource(),
                        "",
                        route.namespace(),
                        route.name(),
                        true,
                        "");
        refuse(authorizer.authorize(attributes), route.group(), route.resource(), route.name());
    }

    void checkPath(Caller caller, String method, String path) {
        Attributes attributes =
                new Attributes(
                        caller,
                        method.toLowerCase(Locale.ROOT),
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        false,
                        path);
        if (authorizer.authorize(attributes) instanceof Decision.Denied denied) {
            throw new ApiError(
                            403,
                            "Forbidden",
                            "forbidden: " + denied.reason(),
                            new ApiError.Details("", "", "", "", java.util.List.of()),
                            0)
                    .exception();
        }
    }

    private static void refuse(Decision decision, String group, String resource, String name) {
        if (decision instanceof Decision.Denied denied) {
            throw ApiError.forbidden(group, resource, name, denied.reason()).exception();
        }
    }
}
