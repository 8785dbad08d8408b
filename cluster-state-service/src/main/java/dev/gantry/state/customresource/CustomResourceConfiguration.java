package dev.gantry.state.customresource;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.Measured;
import dev.gantry.client.DoorStateClient;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.StateDoor;
import dev.gantry.state.customresource.definition.DefinitionKeeper;
import dev.gantry.state.customresource.definition.DefinitionWrites;
import dev.gantry.state.openapi.DefinedDocuments;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.watchcache.WatchCache;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Serves what definitions define, and keeps the definitions. */
@Configuration(proxyBeanMethods = false)
class CustomResourceConfiguration {

    private static final Caller SELF =
            new Caller("system:apiserver", "", List.of("system:masters"), Map.of());

    @Bean
    CustomResources customResources(WatchCache cache) {
        return new CustomResources(Catalog.builtIn().with(Measured.TYPES), cache);
    }

    @Bean
    DefinedDocuments customDocuments(CustomResources types) {
        return types.documents();
    }

    @Bean
    DefinitionKeeper definitionKeeper(
            StateDoor door,
            CustomResources types,
            WatchCache cache,
            ObjectStore store,
            Clock clock) {
        DefinitionWrites writes =
                new DefinitionWrites(new DoorStateClient(door, SELF), types, cache, store);
        return DefinitionKeeper.start(cache, writes, clock);
    }
}
