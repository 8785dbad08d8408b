package dev.gantry.reconciler.rootca;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.informer.Document;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.Reconciler;
import dev.gantry.controller.Requeue;
import dev.gantry.controller.Trigger;
import dev.gantry.reconciler.controller.PerNamespace;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.ownership.Owners;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The loop that keeps {@code kube-root-ca.crt} in each namespace that is not going. */
public final class RootCaPublisher implements Reconciler {

    static final String NAME = "kube-root-ca.crt";

    private static final ResourceType MAPS = Catalog.builtIn().require("configmaps");
    private static final String DESCRIPTION = "kubernetes.io/description";
    private static final String TEXT =
            "Contains a CA bundle that can be used to verify the kube-apiserver when using internal"
                    + " endpoints such as the internal service IP or"
                    + " kubernetes.default.svc. No other usage is guaranteed across distributions"
                    + " of Kubernetes clusters.";

    /** Never named as ours. */
    private static final ConfigMap OTHER =
            new ConfigMapBuilder().withNewMetadata().withName("").endMetadata().build();

    private final Informer<Namespace> namespaces;
    private final Informer<ConfigMap> maps;
    private final PerNamespace writes;
    private final String authority;

    private RootCaPublisher(
            Informer<Namespace> namespaces,
            Informer<ConfigMap> maps,
            PerNamespace writes,
            String authority) {
        this.namespaces = namespaces;
        this.maps = maps;
        this.writes = writes;
        this.authority = authority;
    }

    /**
     * @param authority PEM
     */
    public static ControllerLoop loop(Surroundings around, String authority) {
        Informer<Namespace> namespaces = around.informers().informer("namespaces", Namespace.class);
        Informer<ConfigMap> maps =
                around.informers().projected(MAPS, RootCaPublisher::ownOnly, Map.of());
        return around.loop(
                        new RootCaPublisher(
                                namespaces, maps, new PerNamespace(around.client()), authority))
                .watch("namespaces", namespaces, Trigger.of(PerNamespace::key))
                .watch("configmaps", maps, PerNamespace.named(NAME));
    }

    /** Of the cluster's many maps only ours are kept; the others are all one and the same. */
    private static ConfigMap ownOnly(byte[] body) {
        return Document.of(body).name().equals(NAME) ? Json.view(body, ConfigMap.class) : OTHER;
    }

    @Override
    public String name() {
        return "rootca";
    }

    @Override
    public Requeue reconcile(ObjectName key) {
        return writes.apply(
                decide(namespaces.get("", key.name()), maps.get(key.name(), NAME), authority));
    }

    /** Pure: the map to write, if it is missing or says something else and the namespace stays. */
    static Optional<Write> decide(
            @Nullable Namespace namespace, @Nullable ConfigMap present, String authority) {
        if (namespace == null || Owners.isDeleting(namespace)) {
            return Optional.empty();
        }
        String name = namespace.getMetadata().getName();
        Map<String, String> data = Map.of("ca.crt", authority);
        if (present == null) {
            ConfigMap map =
                    new ConfigMapBuilder()
                            .withNewMetadata()
                            .withNamespace(name)
                            .withName(NAME)
                            .addToAnnotations(DESCRIPTION, TEXT)
                            .endMetadata()
                            .withData(data)
                            .build();
            return Optional.of(Write.create(MAPS, name, Json.tree(map)));
        }
        Map<String, String> annotations = present.getMetadata().getAnnotations();
        boolean described = annotations != null && TEXT.equals(annotations.get(DESCRIPTION));
        if (data.equals(present.getData()) && described) {
            return Optional.empty();
        }
        ConfigMap mended =
                new ConfigMapBuilder(present)
                        .editMetadata()
                        .addToAnnotations(DESCRIPTION, TEXT)
                        .endMetadata()
                        .withData(data)
                        .build();
        return Optional.of(Write.update(MAPS, Json.tree(mended), ""));
    }
}
