package dev.gantry.state.request.subresource;

import dev.gantry.access.Authorizer;
import dev.gantry.api.catalog.Measured;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.status.ApiError;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.Target;
import dev.gantry.state.request.exchange.Verb;
import dev.gantry.state.request.exchange.WriteOptions;
import dev.gantry.state.request.read.Lists;
import dev.gantry.state.request.write.PatchType;
import dev.gantry.state.request.write.WriteAction;
import dev.gantry.state.request.write.WriteServices;
import dev.gantry.state.request.write.Writes;
import dev.gantry.state.watchcache.WatchCache;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Answers everything below objects, and the kinds that are asked and not stored. Thread-safe. */
public final class Subresources {

    private static final Set<String> AT_THE_NODE =
            Set.of("log", "exec", "attach", "portforward", "proxy");
    private static final Set<String> REVIEWING =
            Set.of("authentication.k8s.io", "authorization.k8s.io");

    private final WriteServices services;
    private final Writes writes;
    private final Lists lists;
    private final WatchCache cache;
    private final Reviews reviews;
    private final Tokens tokens;

    public Subresources(
            WriteServices services,
            Writes writes,
            Lists lists,
            WatchCache cache,
            Authorizer authorizer,
            @Nullable AccountTokens accounts) {
        this.services = services;
        this.writes = writes;
        this.lists = lists;
        this.cache = cache;
        this.reviews =
                new Reviews(services, authorizer, accounts == null ? null : accounts.verifier());
        this.tokens = new Tokens(services, accounts == null ? null : accounts.issuer());
    }

    /** Whether a request is answered here and not by the plain verbs. */
    public boolean answers(Target target) {
        return !target.subresource().isEmpty() || !target.type().stored();
    }

    public Answer answer(ApiRequest request) {
        Target target = request.target();
        if (AT_THE_NODE.contains(target.subresource())) {
            throw notHere(request).exception();
        }
        if (request.verb() == Verb.GET || request.verb() == Verb.LIST) {
            return read(request);
        }
        if (target.subresource().equals("token")) {
            return tokens.answer(request);
        }
        if (REVIEWING.contains(target.type().group())) {
            return reviews.answer(request);
        }
        return writes.run(request, action(request));
    }

    /**
     * The write that a request on a subresource is.
     *
     * @throws dev.gantry.api.status.ApiException when it is none or cannot be understood
     */
    public WriteAction action(ApiRequest request) {
        Target target = request.target();
        return switch (target.subresource()) {
            case "scale" -> scale(request);
            case "binding" -> Binding.of(request, services, target.name());
            case "eviction" -> Eviction.of(request, services, cache);
            case "" -> {
                if (target.type().groupResource().equals("bindings")) {
                    yield Binding.of(request, services, "");
                }
                throw ApiError.methodNotAllowed().exception();
            }
            default -> writes.action(request);
        };
    }

    private Answer read(ApiRequest request) {
        Target target = request.target();
        if (target.type().group().equals(Measured.GROUP)) {
            throw ApiError.unavailable("measurements are had from the gateway").exception();
        }
        if (target.type().groupResource().equals("componentstatuses")) {
            return ComponentStatuses.answer(target, cache);
        }
        Answer object = lists.get(request);
        return target.subresource().equals("scale") ? scaleOf(target.type(), object) : object;
    }

    private Answer scaleOf(ResourceType type, Answer answer) {
        return switch (answer) {
            case Answer.Stored stored ->
                    new Answer.Tree(
                            stored.code(),
                            type,
                            scale(type, services.documents().tree(type, stored.object())));
            case Answer.Tree tree -> new Answer.Tree(tree.code(), type, scale(type, tree.tree()));
            case Answer.Listing listing -> listing;
            case Answer.Streaming streaming -> streaming;
        };
    }

    private ObjectNode scale(ResourceType type, ObjectNode object) {
        return Scales.of(type, services.types().custom(type), object);
    }

    private WriteAction scale(ApiRequest request) {
        ResourceType type = request.target().type();
        WriteAction action;
        if (request.verb() == Verb.UPDATE) {
            WriteOptions options = WriteOptions.read(request, "UpdateOptions", false);
            action =
                    writes.change(
                            request,
                            options,
                            ScaleTransform.put(request, services, options),
                            "scale");
        } else {
            PatchType kind = PatchType.of(request.contentType());
            boolean apply = kind == PatchType.APPLY;
            WriteOptions options = WriteOptions.read(request, "PatchOptions", apply);
            action =
                    writes.change(
                            request,
                            options,
                            apply
                                    ? ScaleTransform.apply(request, services, options)
                                    : ScaleTransform.patch(request, services, options, kind),
                            "scale");
        }
        return new MappedAction(action, answer -> scaleOf(type, answer));
    }

    /** What only a node can answer: the gateway takes such requests there before they come here. */
    private ApiError notHere(ApiRequest request) {
        Target target = request.target();
        lists.get(request);
        return ApiError.badRequest(
                "%s of %s is served by the node that runs it, through the gateway"
                        .formatted(target.subresource(), target.describe()));
    }
}
