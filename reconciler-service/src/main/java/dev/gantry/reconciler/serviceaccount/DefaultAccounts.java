package dev.gantry.reconciler.serviceaccount;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.Reconciler;
import dev.gantry.controller.Requeue;
import dev.gantry.controller.Trigger;
import dev.gantry.reconciler.controller.PerNamespace;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.ownership.Owners;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The loop that keeps the {@code default} account of each namespace that is not going. */
public final class DefaultAccounts implements Reconciler {

    private static final ResourceType ACCOUNTS = Catalog.builtIn().require("serviceaccounts");
    private static final String NAME = "default";

    private final Informer<Namespace> namespaces;
    private final Informer<ServiceAccount> accounts;
    private final PerNamespace writes;

    private DefaultAccounts(
            Informer<Namespace> namespaces,
            Informer<ServiceAccount> accounts,
            PerNamespace writes) {
        this.namespaces = namespaces;
        this.accounts = accounts;
        this.writes = writes;
    }

    public static ControllerLoop loop(Surroundings around) {
        Informer<Namespace> namespaces = around.informers().informer("namespaces", Namespace.class);
        Informer<ServiceAccount> accounts =
                around.informers().informer("serviceaccounts", ServiceAccount.class);
        return around.loop(
                        new DefaultAccounts(
                                namespaces, accounts, new PerNamespace(around.client())))
                .watch("namespaces", namespaces, Trigger.of(PerNamespace::key))
                .watch("serviceaccounts", accounts, PerNamespace.named(NAME));
    }

    @Override
    public String name() {
        return "serviceaccount";
    }

    @Override
    public Requeue reconcile(ObjectName key) {
        return writes.apply(decide(namespaces.get("", key.name()), accounts.get(key.name(), NAME)));
    }

    /** Pure: the account to create, if it is missing and the namespace stays. */
    static Optional<Write> decide(@Nullable Namespace namespace, @Nullable ServiceAccount present) {
        if (namespace == null || Owners.isDeleting(namespace) || present != null) {
            return Optional.empty();
        }
        String name = namespace.getMetadata().getName();
        ServiceAccount account =
                new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(name)
                        .withName(NAME)
                        .endMetadata()
                        .build();
        return Optional.of(Write.create(ACCOUNTS, name, Json.tree(account)));
    }
}
