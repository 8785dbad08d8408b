package dev.gantry.state.request;

import dev.gantry.api.status.ApiError;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.read.Lists;
import dev.gantry.state.request.read.Watches;
import dev.gantry.state.request.subresource.Subresources;
import dev.gantry.state.request.write.WriteAction;
import dev.gantry.state.request.write.Writes;

/** Takes a request to the one who answers it. */
final class Verbs {

    private final Lists lists;
    private final Watches watches;
    private final Writes writes;
    private final Subresources subresources;

    Verbs(Lists lists, Watches watches, Writes writes, Subresources subresources) {
        this.lists = lists;
        this.watches = watches;
        this.writes = writes;
        this.subresources = subresources;
    }

    Answer answer(ApiRequest request) {
        if (subresources.answers(request.target())) {
            return subresources.answer(request);
        }
        return switch (request.verb()) {
            case GET -> lists.get(request);
            case LIST -> lists.list(request);
            case WATCH -> watches.watch(request);
            case CREATE, UPDATE, PATCH, DELETE -> writes.run(request, writes.action(request));
            case DELETECOLLECTION -> writes.deleteCollection(request);
        };
    }

    /**
     * The write that a request is, for a group of several.
     *
     * @throws dev.gantry.api.status.ApiException when it is none
     */
    WriteAction action(ApiRequest request) {
        return switch (request.verb()) {
            case CREATE, UPDATE, PATCH, DELETE ->
                    subresources.answers(request.target())
                            ? subresources.action(request)
                            : writes.action(request);
            case GET, LIST, WATCH, DELETECOLLECTION ->
                    throw ApiError.badRequest(
                                    "%s is no write of one object".formatted(request.verb()))
                            .exception();
        };
    }
}
