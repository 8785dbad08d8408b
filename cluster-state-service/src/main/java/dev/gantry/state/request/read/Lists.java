package dev.gantry.state.request.read;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.Documents;
import dev.gantry.state.request.exchange.Target;
import dev.gantry.state.served.Conversions;
import dev.gantry.state.store.StoredObject;
import dev.gantry.state.watchcache.CachedObject;
import dev.gantry.state.watchcache.WatchCache;
import dev.gantry.state.watchcache.WatchCache.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers gets and lists. Thread-safe. */
public final class Lists {

    private final CurrentObjects current;
    private final WatchCache cache;
    private final PastLists past;
    private final Documents documents;
    private final Conversions conversions;

    public Lists(
            CurrentObjects current,
            WatchCache cache,
            Documents documents,
            Conversions conversions) {
        this.current = current;
        this.cache = cache;
        this.past = new PastLists(cache);
        this.documents = documents;
        this.conversions = conversions;
    }

    /** One object: consistent unless a resourceVersion allows an older state. */
    public Answer get(ApiRequest request) {
        Target target = request.target();
        ResourceType type = target.type();
        Long revision = ListOptions.revision(request.query().text("resourceVersion"));
        if (revision == null) {
            current.consistent();
        } else {
            current.atLeast(revision);
        }
        StoredObject found = current.cached(documents.key(type, target.namespace(), target.name()));
        if (found == null) {
            throw ApiError.notFound(type.group(), type.resource(), target.name()).exception();
        }
        return new Answer.Stored(200, type, found);
    }

    /** A page of a collection. O(collection). */
    public Answer list(ApiRequest request) {
        Target target = request.target();
        Selection selection =
                Selection.read(request.query(), target.type(), target.name(), conversions);
        ListOptions options = ListOptions.read(request.query(), false);
        ContinueToken from =
                options.continueToken().isEmpty()
                        ? null
                        : ContinueToken.decode(options.continueToken());
        if (from != null && options.revision() != null && !options.anyRevision()) {
            throw ApiError.badRequest(
                            "specifying resource version is not allowed when using continue")
                    .exception();
        }
        String storage = documents.storageName(target.type());
        Snapshot snapshot = snapshot(storage, target, options, from);
        long limit = from != null && options.anyRevision() ? 0 : options.limit();
        return page(target.type(), snapshot, selection, limit, from);
    }

    /** Everything that is selected, consistently; what a deletecollection works on. */
    public List<CachedObject> selected(Target target, Selection selection) {
        current.consistent();
        return cache
                .list(documents.storageName(target.type()), target.namespace())
                .objects()
                .stream()
                .filter(selection::matches)
                .toList();
    }

    private Snapshot snapshot(
            String storage, Target target, ListOptions options, @Nullable ContinueToken from) {
        if (from != null && from.revision() != ContinueToken.ANY_REVISION) {
            current.atLeast(from.revision());
            return pastOrContinueInconsistently(storage, target, from);
        }
        Long revision = options.revision();
        if (revision == null || from != null) {
            current.consistent();
        } else {
            current.atLeast(revision);
        }
        return options.exact() && revision != null
                ? past.at(storage, target.namespace(), revision)
                : cache.list(storage, target.namespace());
    }

    private Snapshot pastOrContinueInconsistently(
            String storage, Target target, ContinueToken from) {
        try {
            return past.at(storage, target.namespace(), from.revision());
        } catch (ApiException tooOld) {
            throw ExpiredContinue.error(
                            new ContinueToken(
                                    ContinueToken.ANY_REVISION, from.namespace(), from.name()))
                    .exception();
        }
    }

    private static Answer page(
            ResourceType type,
            Snapshot snapshot,
            Selection selection,
            long limit,
            @Nullable ContinueToken from) {
        List<CachedObject> all = snapshot.objects();
        if (limit == 0 && from == null && selection.isEverything()) {
            return new Answer.Listing(type, all, snapshot.revision(), "", -1);
        }
        List<CachedObject> page = new ArrayList<>();
        int at = 0;
        for (; at < all.size() && (limit == 0 || page.size() < limit); at++) {
            CachedObject object = all.get(at);
            if ((from == null || from.before(object.stored())) && selection.matches(object)) {
                page.add(object);
            }
        }
        boolean more = false;
        for (int i = at; i < all.size() && !more; i++) {
            more = selection.matches(all.get(i));
        }
        if (!more || page.isEmpty()) {
            return new Answer.Listing(type, page, snapshot.revision(), "", -1);
        }
        long remaining = selection.isEverything() ? all.size() - at : -1;
        StoredObject last = page.getLast().stored();
        String token = ContinueToken.after(snapshot.revision(), last).encode();
        return new Answer.Listing(type, page, snapshot.revision(), token, remaining);
    }

    /** 410 that carries a token to go on with, at the price of consistency. */
    private static final class ExpiredContinue {
        static ApiError error(ContinueToken next) {
            return ApiError.expired(
                    "The provided continue parameter is too old to display a consistent list"
                            + " result. You can start a new list without the continue parameter, or"
                            + " use the continue token in this response to retrieve the remainder of"
                            + " the results. Continuing with the provided token results in an"
                            + " inconsistent list - objects that were created, modified, or deleted"
                            + " between the time the first chunk was returned and now may show up"
                            + " in the list.",
                    next.encode());
        }
    }

    /** The listing's metadata: revision, continue, remaining count. */
    public static tools.jackson.databind.node.ObjectNode metadata(Answer.Listing listing) {
        tools.jackson.databind.node.ObjectNode metadata = Json.object();
        metadata.put("resourceVersion", Long.toString(listing.revision()));
        if (!listing.continueToken().isEmpty()) {
            metadata.put("continue", listing.continueToken());
        }
        if (listing.remaining() >= 0) {
            metadata.put("remainingItemCount", listing.remaining());
        }
        return metadata;
    }
}
