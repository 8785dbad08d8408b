package dev.gantry.state.request.write;

import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.Target;
import dev.gantry.state.request.exchange.WriteOptions;
import dev.gantry.state.request.read.Lists;
import dev.gantry.state.request.read.Selection;
import dev.gantry.state.served.Conversions;
import dev.gantry.state.watchcache.CachedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Turns requests into write actions, and runs them. Thread-safe. */
public final class Writes {

    private static final int COLLECTION_CHUNK = 128;

    private final WriteServices services;
    private final Commits commits;
    private final Lists lists;
    private final Conversions conversions;

    public Writes(WriteServices services, Commits commits, Lists lists, Conversions conversions) {
        this.services = services;
        this.commits = commits;
        this.lists = lists;
        this.conversions = conversions;
    }

    /**
     * What a request on an object, or on a subresource that shows the object itself, is to do.
     *
     * @throws ApiException when it cannot be understood
     */
    public WriteAction action(ApiRequest request) {
        return switch (request.verb()) {
            case CREATE -> Creation.of(request, services);
            case UPDATE -> update(request);
            case PATCH -> patch(request);
            case DELETE -> Deletion.of(request, services);
            case GET, LIST, WATCH, DELETECOLLECTION ->
                    throw ApiError.methodNotAllowed().exception();
        };
    }

    private WriteAction update(ApiRequest request) {
        WriteOptions options = WriteOptions.read(request, "UpdateOptions", false);
        return new Update(
                request,
                services,
                options,
                Replacement.read(request, services, options),
                request.target().subresource());
    }

    private WriteAction patch(ApiRequest request) {
        PatchType kind = PatchType.of(request.contentType());
        boolean apply = kind == PatchType.APPLY;
        WriteOptions options = WriteOptions.read(request, "PatchOptions", apply);
        Transform transform =
                apply
                        ? Apply.read(request, services, options)
                        : Patch.read(request, services, options, kind);
        return new Update(request, services, options, transform, request.target().subresource());
    }

    /** A change of the path's object that a subresource makes. */
    public WriteAction change(
            ApiRequest request, WriteOptions options, Transform transform, String subresource) {
        return new Update(request, services, options, transform, subresource);
    }

    /** Plans and commits. */
    public Answer run(ApiRequest request, WriteAction action) {
        return commits.run(request, action);
    }

    /**
     * Deletes everything that is selected, each by itself; answers with what was there. An object
     * that somebody else deletes meanwhile is no failure.
     */
    public Answer deleteCollection(ApiRequest request) {
        Target target = request.target();
        Selection selection = Selection.read(request.query(), target.type(), "", conversions);
        DeleteOptions options = DeleteOptions.read(request, services);
        List<CachedObject> selected = lists.selected(target, selection);
        for (int from = 0; from < selected.size(); from += COLLECTION_CHUNK) {
            int to = Math.min(selected.size(), from + COLLECTION_CHUNK);
            deleteAll(request, options, selected.subList(from, to));
        }
        return new Answer.Listing(target.type(), selected, services.objects().consistent(), "", -1);
    }

    private void deleteAll(ApiRequest request, DeleteOptions options, List<CachedObject> selected) {
        List<Future<Answer>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (CachedObject object : selected) {
                Deletion deletion =
                        new Deletion(
                                request,
                                services,
                                options,
                                object.stored().key().name(),
                                List.of(),
                                List.of());
                running.add(threads.submit(() -> commits.run(request, deletion)));
            }
            running.forEach(Writes::awaitDeleted);
        }
    }

    private static void awaitDeleted(Future<Answer> running) {
        try {
            running.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof ApiException failure)) {
                throw new IllegalStateException(e.getCause());
            }
            if (failure.error().code() != 404) {
                throw failure;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiError.timeout("the request was interrupted").exception();
        }
    }
}
