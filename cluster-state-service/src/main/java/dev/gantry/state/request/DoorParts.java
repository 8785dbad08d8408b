package dev.gantry.state.request;

import dev.gantry.access.Authorizer;
import dev.gantry.api.schema.Schemas;
import dev.gantry.client.trace.Steps;
import dev.gantry.state.admission.Admission;
import dev.gantry.state.discovery.Discovery;
import dev.gantry.state.request.exchange.Documents;
import dev.gantry.state.request.exchange.Encoder;
import dev.gantry.state.request.read.CurrentObjects;
import dev.gantry.state.request.read.Lists;
import dev.gantry.state.request.read.WatchSettings;
import dev.gantry.state.request.read.Watches;
import dev.gantry.state.request.subresource.AccountTokens;
import dev.gantry.state.request.subresource.Subresources;
import dev.gantry.state.request.write.Commits;
import dev.gantry.state.request.write.WriteServices;
import dev.gantry.state.request.write.Writes;
import dev.gantry.state.served.Conversions;
import dev.gantry.state.served.ServedTypes;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.watchcache.WatchCache;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a door is made of, and the making.
 *
 * @param tokens null when service accounts get no tokens
 * @param serverAddress where clients reach the API, told by {@code /api}
 */
public record DoorParts(
        ObjectStore store,
        WatchCache cache,
        Admission admission,
        Authorizer authorizer,
        Schemas schemas,
        ServedTypes types,
        List<DocumentEndpoint> endpoints,
        @Nullable AccountTokens tokens,
        RequestSettings settings,
        WatchSettings watchSettings,
        String serverAddress,
        Clock clock,
        MeterRegistry meters,
        Steps steps) {

    /** How much larger than a single body a bulk request may be. */
    private static final int BULK_FACTOR = 16;

    /** The assembled door; it owns no thread and nothing to close. */
    public LocalStateDoor assemble() {
        Conversions conversions = new Conversions(types);
        Documents documents = new Documents(conversions);
        Encoder encoder = new Encoder(schemas);
        CurrentObjects current = new CurrentObjects(store, cache, settings.freshness());
        Lists lists = new Lists(current, cache, documents, conversions);
        Watches watches =
                new Watches(
                        current,
                        cache,
                        documents,
                        conversions,
                        encoder,
                        watchSettings,
                        clock,
                        meters);
        WriteServices services =
                new WriteServices(types, schemas, admission, current, documents, clock);
        Commits commits = new Commits(store, steps);
        Writes writes = new Writes(services, commits, lists, conversions);
        Subresources subresources =
                new Subresources(services, writes, lists, cache, authorizer, tokens);
        Verbs verbs = new Verbs(lists, watches, writes, subresources);
        Routing routing = new Routing(types);
        Access access = new Access(authorizer);
        long maximumBody = settings.maximumBody().toBytes();
        OtherPaths others =
                new OtherPaths(
                        new Discovery(types, serverAddress, encoder),
                        new BulkWrites(routing, access, verbs, commits, documents),
                        endpoints,
                        maximumBody * BULK_FACTOR);
        return new LocalStateDoor(
                types,
                routing,
                access,
                verbs,
                others,
                new Renderer(documents, encoder, clock),
                new InFlight(settings.maximumReads(), settings.maximumWrites(), meters),
                new RequestMetrics(meters),
                maximumBody,
                settings.timeout());
    }
}
