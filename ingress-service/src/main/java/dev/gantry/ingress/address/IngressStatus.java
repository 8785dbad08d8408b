package dev.gantry.ingress.address;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.StateClient;
import dev.gantry.ingress.route.Ours;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the ingress' address into the status of the Ingresses it serves. Every replica writes the
 * same, so none needs to be elected.
 */
public final class IngressStatus {

    private static final Logger LOG = LoggerFactory.getLogger(IngressStatus.class);
    private static final ResourceType INGRESSES =
            Catalog.builtIn().require("ingresses.networking.k8s.io");
    private static final ResourceType CLASSES =
            Catalog.builtIn().require("ingressclasses.networking.k8s.io");
    private static final String CLASS_NAME = "gantry";

    private final StateClient state;
    private final String address;

    public IngressStatus(StateClient state, String address) {
        this.state = state;
        this.address = address;
    }

    /**
     * Brings the statuses up to date.
     *
     * @return whether all could be written; if not, call again later
     */
    public boolean write(Collection<Ingress> served) {
        boolean all = true;
        for (Ingress ingress : served) {
            if (!isCurrent(ingress)) {
                all &= write(ingress);
            }
        }
        return all;
    }

    private boolean isCurrent(Ingress ingress) {
        var status = ingress.getStatus();
        return status != null
                && status.getLoadBalancer() != null
                && status.getLoadBalancer().getIngress().size() == 1
                && address.equals(status.getLoadBalancer().getIngress().get(0).getIp());
    }

    private boolean write(Ingress ingress) {
        ObjectNode patch = Json.object();
        patch.putObject("metadata").put("uid", ingress.getMetadata().getUid());
        patch.putObject("status")
                .putObject("loadBalancer")
                .putArray("ingress")
                .addObject()
                .put("ip", address);
        String namespace = ingress.getMetadata().getNamespace();
        String name = ingress.getMetadata().getName();
        try {
            state.patch(
                    INGRESSES, namespace, name, "status", "application/merge-patch+json", patch);
            return true;
        } catch (ApiException e) {
            LOG.atDebug()
                    .addKeyValue("namespace", namespace)
                    .addKeyValue("name", name)
                    .addKeyValue("why", e.getMessage())
                    .log("the address was not written");
            return List.of("NotFound", "Conflict").contains(e.error().reason());
        }
    }

    /** Creates the IngressClass that names this controller, where there is none. */
    public boolean ensureClass() {
        try {
            if (state.get(CLASSES, "", CLASS_NAME) == null) {
                ObjectNode document = Json.object();
                document.put("apiVersion", "networking.k8s.io/v1").put("kind", "IngressClass");
                document.putObject("metadata").put("name", CLASS_NAME);
                document.putObject("spec").put("controller", Ours.CONTROLLER);
                state.create(CLASSES, "", document);
            }
            return true;
        } catch (ApiException e) {
            return e.error().reason().equals("AlreadyExists");
        }
    }
}
