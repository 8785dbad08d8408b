package dev.gantry.cli.manifest;

import dev.gantry.cli.Refusal;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.List;

/** Applies manifests as {@code kubectl apply --server-side} does, under the manager gantry. */
public final class Application {

    private static final PatchContext SERVER_SIDE =
            new PatchContext.Builder()
                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                    .withFieldManager("gantry")
                    .withForce(true)
                    .build();

    private final KubernetesClient client;

    public Application(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Applies every document in order.
     *
     * @return the objects as stored
     */
    public List<HasMetadata> apply(Manifest manifest) {
        List<HasMetadata> applied = new ArrayList<>();
        for (var document : manifest.documents()) {
            HasMetadata object =
                    client.getKubernetesSerialization()
                            .unmarshal(document.toString(), GenericKubernetesResource.class);
            applied.add(apply(manifest, object));
        }
        return applied;
    }

    private HasMetadata apply(Manifest manifest, HasMetadata object) {
        try {
            return client.resource(object).patch(SERVER_SIDE);
        } catch (KubernetesClientException e) {
            throw new Refusal(
                    1,
                    "%s: %s %s was refused: %s"
                            .formatted(
                                    manifest.file(),
                                    object.getKind(),
                                    object.getMetadata().getName(),
                                    e.getStatus() == null
                                            ? e.getMessage()
                                            : e.getStatus().getMessage()));
        }
    }
}
