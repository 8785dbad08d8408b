package dev.gantry.state.request;

import dev.gantry.access.Authorizer;
import dev.gantry.access.NodeView;
import dev.gantry.access.RoleAuthorizer;
import dev.gantry.api.schema.Schemas;
import dev.gantry.runtime.tracing.Traces;
import dev.gantry.state.admission.Admission;
import dev.gantry.state.admission.AdmissionRegistry;
import dev.gantry.state.admission.AdmissionSettings;
import dev.gantry.state.admission.ClusterReads;
import dev.gantry.state.bootstrap.BootstrapSettings;
import dev.gantry.state.customresource.CustomAdmission;
import dev.gantry.state.customresource.CustomResources;
import dev.gantry.state.request.read.WatchSettings;
import dev.gantry.state.request.subresource.AccountTokens;
import dev.gantry.state.served.ServedTypes;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.watchcache.WatchCache;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The door and what decides who may pass it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    AdmissionSettings.class,
    RequestSettings.class,
    WatchSettings.class,
    BootstrapSettings.class
})
class DoorConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Schemas schemas() {
        return Schemas.builtIn();
    }

    @Bean
    @ConditionalOnMissingBean
    NodeView nodeView(WatchCache cache) {
        return new CachedNodeView(cache);
    }

    @Bean
    @ConditionalOnMissingBean
    Authorizer authorizer(NodeView nodes) {
        return new RoleAuthorizer(nodes);
    }

    @Bean
    @ConditionalOnMissingBean
    ClusterReads clusterReads(ObjectStore store, WatchCache cache) {
        return new CachedClusterReads(store, cache);
    }

    @Bean
    @ConditionalOnMissingBean
    Admission admission(
            ClusterReads reads, AdmissionSettings settings, CustomResources types, Clock clock) {
        return new CustomAdmission(AdmissionRegistry.create(reads, settings, clock), types);
    }

    @Bean
    LocalStateDoor localStateDoor(
            ObjectStore store,
            WatchCache cache,
            Admission admission,
            Authorizer authorizer,
            Schemas schemas,
            ServedTypes types,
            List<DocumentEndpoint> endpoints,
            ObjectProvider<AccountTokens> tokens,
            RequestSettings settings,
            WatchSettings watchSettings,
            BootstrapSettings bootstrap,
            Clock clock,
            MeterRegistry meters,
            ObjectProvider<Traces> traces) {
        return new DoorParts(
                        store,
                        cache,
                        admission,
                        authorizer,
                        schemas,
                        types,
                        endpoints,
                        tokens.getIfAvailable(),
                        settings,
                        watchSettings,
                        bootstrap.apiAddress() + ":" + bootstrap.apiPort(),
                        clock,
                        meters,
                        traces.getIfAvailable(Traces::none))
                .assemble();
    }
}
