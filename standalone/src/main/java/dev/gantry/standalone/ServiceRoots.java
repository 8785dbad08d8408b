package dev.gantry.standalone;

import dev.gantry.gateway.GatewayService;
import dev.gantry.ingress.IngressService;
import dev.gantry.node.NodeService;
import dev.gantry.reconciler.ReconcilerService;
import dev.gantry.runtime.launch.ServiceLauncher;
import dev.gantry.runtime.launch.ServiceName;
import dev.gantry.scheduling.SchedulingService;
import dev.gantry.state.StateService;
import java.util.List;

/** The root class of each service, and the order in which services end. */
final class ServiceRoots {

    /** Who takes requests from outside ends first, what all write to ends last. */
    static final List<ServiceName> CLOSING =
            List.of(
                    ServiceName.INGRESS,
                    ServiceName.API_GATEWAY,
                    ServiceName.SCHEDULING,
                    ServiceName.RECONCILER,
                    ServiceName.NODE,
                    ServiceName.CLUSTER_STATE);

    private ServiceRoots() {}

    static ServiceLauncher launcher(ServiceName service) {
        return ServiceLauncher.of(service, root(service));
    }

    private static Class<?> root(ServiceName service) {
        return switch (service) {
            case API_GATEWAY -> GatewayService.class;
            case CLUSTER_STATE -> StateService.class;
            case SCHEDULING -> SchedulingService.class;
            case RECONCILER -> ReconcilerService.class;
            case NODE -> NodeService.class;
            case INGRESS -> IngressService.class;
        };
    }
}
