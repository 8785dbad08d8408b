package dev.gantry.state.request;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.Fence;
import dev.gantry.client.door.DoorReply;
import dev.gantry.client.door.DoorRequest;
import dev.gantry.client.door.StateDoor;
import dev.gantry.state.request.exchange.Accepts;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.Query;
import dev.gantry.state.request.exchange.Target;
import dev.gantry.state.request.exchange.Verb;
import dev.gantry.state.request.write.KindTraits;
import dev.gantry.state.served.ServedTypes;
import dev.gantry.state.store.ObjectStore;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state service's side of the door. Understands the path, authorizes, limits, dispatches to the
 * verbs and renders what they answer; every failure becomes a Status. Thread-safe.
 */
public final class LocalStateDoor implements StateDoor {

    private static final Logger LOG = LoggerFactory.getLogger(LocalStateDoor.class);

    private final ServedTypes types;
    private final Routing routing;
    private final Access access;
    private final Verbs verbs;
    private final OtherPaths others;
    private final Renderer renderer;
    private final InFlight inFlight;
    private final RequestMetrics metrics;
    private final long maximumBodyBytes;
    private final Duration timeout;

    LocalStateDoor(
            ServedTypes types,
            Routing routing,
            Access access,
            Verbs verbs,
            OtherPaths others,
            Renderer renderer,
            InFlight inFlight,
            RequestMetrics metrics,
            long maximumBodyBytes,
            Duration timeout) {
        this.types = types;
        this.routing = routing;
        this.access = access;
        this.verbs = verbs;
        this.others = others;
        this.renderer = renderer;
        this.inFlight = inFlight;
        this.metrics = metrics;
        this.maximumBodyBytes = maximumBodyBytes;
        this.timeout = timeout;
    }

    @Override
    public void call(DoorRequest request, DoorReply reply) {
        try {
            switch (routing.resolve(request.path())) {
                case Route.Resource resource -> serve(request, resource.target(), reply);
                case Route.UnknownResource unknown -> {
                    access.checkUnknown(request.caller(), request.method(), unknown);
                    if (!isBuiltIn(unknown.group())) {
                        OtherPaths.notFound(reply);
                        return;
                    }
                    throw ApiError.pathNotFound().exception();
                }
                case Route.Discovery discovery -> {
                    access.checkPath(request.caller(), request.method(), request.path());
                    others.discover(request, discovery.segments(), reply);
                }
                case Route.Other other -> {
                    access.checkPath(request.caller(), request.method(), request.path());
                    others.answer(request, other.segments(), reply);
                }
            }
        } catch (ApiException e) {
            fail(request, reply, e.error(), List.of());
        } catch (RuntimeException e) {
            fail(request, reply, unexpected(request, e), List.of());
        }
    }

    /** Whoever asks for what nobody defines is told so in plain text, as Kubernetes does. */
    private static boolean isBuiltIn(String group) {
        return Catalog.builtIn().types().stream().anyMatch(type -> type.group().equals(group));
    }

    private void serve(DoorRequest request, Target target, DoorReply reply) {
        long started = System.nanoTime();
        Query query = Query.parse(request.query());
        Verb verb = verb(request.method(), target, query);
        access.check(request.caller(), verb, target, query);
        ApiRequest understood = understood(request, target, query, verb);
        DeprecatedKinds.warn(understood, types);
        int code;
        try {
            Accepts accepts = accepts(request, target, query);
            code = serve(understood, accepts, reply);
        } catch (ApiException e) {
            code = fail(request, reply, e.error(), understood.warnings());
        } catch (ObjectStore.OutcomeUnknown e) {
            code = fail(request, reply, outcomeUnknown(request, e), understood.warnings());
        } catch (ObjectStore.StoreUnavailable e) {
            code = fail(request, reply, storeUnavailable(e), understood.warnings());
        } catch (RuntimeException e) {
            code = fail(request, reply, unexpected(request, e), understood.warnings());
        }
        metrics.done(verb, target, code, System.nanoTime() - started);
    }

    /** Custom resources have no protobuf form. */
    private static Accepts accepts(DoorRequest request, Target target, Query query) {
        String header = request.header("accept");
        Accepts accepts = Accepts.negotiate(header, pretty(request, query));
        boolean impossible =
                accepts.encoding() == Accepts.Encoding.PROTOBUF
                        && accepts.view() == Accepts.View.PLAIN
                        && !target.subresource().equals("scale")
                        && KindTraits.isCustom(target.type());
        return impossible ? Accepts.negotiateWithoutProtobuf(header, accepts.pretty()) : accepts;
    }

    private int serve(ApiRequest request, Accepts accepts, DoorReply reply) {
        if (request.body().length > maximumBodyBytes) {
            throw ApiError.tooLarge("limit is " + maximumBodyBytes).exception();
        }
        Answer answer;
        if (request.verb() == Verb.WATCH) {
            answer = verbs.answer(request);
        } else {
            Duration time = RequestTimeout.of(request.query(), timeout);
            try (InFlight.Slot slot = inFlight.enter(request.verb().writes())) {
                answer = RequestTimeout.within(time, () -> verbs.answer(request));
            }
        }
        return renderer.send(reply, accepts, request, answer);
    }

    private static ApiRequest understood(
            DoorRequest request, Target target, Query query, Verb verb) {
        String userAgent = request.header("user-agent");
        return new ApiRequest(
                request.caller(),
                verb,
                target,
                query,
                request.header("content-type"),
                userAgent == null ? "" : userAgent,
                request.body(),
                request.header(Fence.HEADER),
                request.header("traceparent"),
                request.header("x-gantry-traces") != null);
    }

    /**
     * @throws ApiException 405 when the type or the path does not know the method
     */
    static Verb verb(String method, Target target, Query query) {
        boolean collection = target.name().isEmpty();
        Verb verb =
                switch (method) {
                    case "GET" -> {
                        boolean watch = target.watch() || collection && query.flag("watch");
                        yield watch ? Verb.WATCH : collection ? Verb.LIST : Verb.GET;
                    }
                    case "POST" -> Verb.CREATE;
                    case "PUT" -> Verb.UPDATE;
                    case "PATCH" -> Verb.PATCH;
                    case "DELETE" -> collection ? Verb.DELETECOLLECTION : Verb.DELETE;
                    default -> throw ApiError.methodNotAllowed().exception();
                };
        if (!allowed(verb, target, collection)) {
            throw ApiError.methodNotAllowed().exception();
        }
        return verb;
    }

    private static boolean allowed(Verb verb, Target target, boolean collection) {
        if (!target.subresource().isEmpty()) {
            return target.type().subresources().stream()
                    .filter(s -> s.name().equals(target.subresource()))
                    .anyMatch(s -> s.verbs().contains(verb.word()));
        }
        boolean custom = KindTraits.isCustom(target.type());
        boolean everywhere = target.type().namespaced() && target.namespace().isEmpty();
        boolean rightPlace =
                switch (verb) {
                    case CREATE -> (collection || custom) && !everywhere;
                    case DELETECOLLECTION -> collection && !everywhere;
                    case UPDATE, PATCH, DELETE -> !collection;
                    case GET, LIST, WATCH -> true;
                };
        return rightPlace && target.type().verbs().contains(verb.word());
    }

    /** As asked for; browsers and curl get it unasked. */
    static boolean pretty(DoorRequest request, Query query) {
        if (query.has("pretty")) {
            String value = query.text("pretty");
            return !value.equals("0") && !value.equals("false");
        }
        String agent = request.header("user-agent");
        return agent != null
                && (agent.startsWith("curl")
                        || agent.startsWith("Wget")
                        || agent.startsWith("Mozilla/5.0"));
    }

    private int fail(DoorRequest request, DoorReply reply, ApiError error, List<String> warnings) {
        Accepts accepts = Accepts.forErrors(request.header("accept"));
        try {
            return renderer.fail(reply, accepts, error, warnings);
        } catch (IllegalStateException begunAlready) {
            LOG.atDebug()
                    .addKeyValue("path", request.path())
                    .addKeyValue("code", error.code())
                    .log("failed in the middle of a reply");
            return error.code();
        }
    }

    private static ApiError storeUnavailable(ObjectStore.StoreUnavailable e) {
        return ApiError.unavailable("the store cannot be reached: " + e.getMessage());
    }

    private static ApiError outcomeUnknown(DoorRequest request, ObjectStore.OutcomeUnknown e) {
        LOG.atWarn()
                .addKeyValue("path", request.path())
                .setCause(e)
                .log("the outcome of a write is not known");
        return ApiError.timeout("the write may or may not have been stored: " + e.getMessage());
    }

    private static ApiError unexpected(DoorRequest request, RuntimeException e) {
        LOG.atError()
                .addKeyValue("method", request.method())
                .addKeyValue("path", request.path())
                .addKeyValue("user", request.caller().user())
                .setCause(e)
                .log("a request met a bug");
        return ApiError.internal(String.valueOf(e.getMessage()));
    }
}
