package dev.gantry.state.request.write;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * In what the kinds' strategies differ beyond their documents. Facts of a Kubernetes 1.36 server;
 * custom resources count as kinds that are not listed, unless said.
 */
public final class KindTraits {

    private static final Set<String> WITH_GENERATION =
            Set.of(
                    "cronjobs.batch",
                    "customresourcedefinitions.apiextensions.k8s.io",
                    "daemonsets.apps",
                    "deployments.apps",
                    "deviceclasses.resource.k8s.io",
                    "endpointslices.discovery.k8s.io",
                    "flowschemas.flowcontrol.apiserver.k8s.io",
                    "ingressclasses.networking.k8s.io",
                    "ingresses.networking.k8s.io",
                    "jobs.batch",
                    "mutatingadmissionpolicies.admissionregistration.k8s.io",
                    "mutatingadmissionpolicybindings.admissionregistration.k8s.io",
                    "mutatingwebhookconfigurations.admissionregistration.k8s.io",
                    "networkpolicies.networking.k8s.io",
                    "poddisruptionbudgets.policy",
                    "pods",
                    "podtemplates",
                    "priorityclasses.scheduling.k8s.io",
                    "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
                    "replicasets.apps",
                    "replicationcontrollers",
                    "resourceslices.resource.k8s.io",
                    "statefulsets.apps",
                    "validatingadmissionpolicies.admissionregistration.k8s.io",
                    "validatingadmissionpolicybindings.admissionregistration.k8s.io",
                    "validatingwebhookconfigurations.admissionregistration.k8s.io");

    private static final Set<String> CREATED_ON_UPDATE =
            Set.of(
                    "clusterrolebindings.rbac.authorization.k8s.io",
                    "clusterroles.rbac.authorization.k8s.io",
                    "endpoints",
                    "events",
                    "events.events.k8s.io",
                    "leases.coordination.k8s.io",
                    "limitranges",
                    "rolebindings.rbac.authorization.k8s.io",
                    "roles.rbac.authorization.k8s.io",
                    "runtimeclasses.node.k8s.io",
                    "services");

    private static final Set<String> ONLY_CONDITIONALLY_UPDATED =
            Set.of(
                    "csidrivers.storage.k8s.io",
                    "csinodes.storage.k8s.io",
                    "csistoragecapacities.storage.k8s.io",
                    "customresourcedefinitions.apiextensions.k8s.io",
                    "apiservices.apiregistration.k8s.io",
                    "leases.coordination.k8s.io",
                    "mutatingadmissionpolicies.admissionregistration.k8s.io",
                    "mutatingadmissionpolicybindings.admissionregistration.k8s.io",
                    "mutatingwebhookconfigurations.admissionregistration.k8s.io",
                    "poddisruptionbudgets.policy",
                    "runtimeclasses.node.k8s.io",
                    "validatingadmissionpolicies.admissionregistration.k8s.io",
                    "validatingadmissionpolicybindings.admissionregistration.k8s.io",
                    "validatingwebhookconfigurations.admissionregistration.k8s.io",
                    "volumeattachments.storage.k8s.io");

    private static final Set<String> DELETION_SHOWS_OBJECT =
            Set.of(
                    "csidrivers.storage.k8s.io",
                    "csinodes.storage.k8s.io",
                    "deviceclasses.resource.k8s.io",
                    "namespaces",
                    "persistentvolumeclaims",
                    "persistentvolumes",
                    "pods",
                    "podtemplates",
                    "resourceclaims.resource.k8s.io",
                    "resourceclaimtemplates.resource.k8s.io",
                    "resourcequotas",
                    "resourceslices.resource.k8s.io",
                    "serviceaccounts",
                    "services",
                    "storageclasses.storage.k8s.io",
                    "volumeattachments.storage.k8s.io");

    private static final Set<String> ORPHANED_BY_DEFAULT =
            Set.of("jobs.batch", "replicationcontrollers");

    private KindTraits() {}

    /** Whether the type is defined at run time. */
    public static boolean isCustom(ResourceType type) {
        return Catalog.builtIn().find(type.group(), type.version(), type.resource()).isEmpty();
    }

    /** Whether {@code metadata.generation} counts changes of what is not status. */
    static boolean tracksGeneration(ResourceType type) {
        return WITH_GENERATION.contains(type.groupResource()) || isCustom(type);
    }

    /**
     * Whether nothing differs that the generation counts: for Deployments annotations count too,
     * and the status of custom resources that have no path of its own for it.
     */
    static boolean sameGeneration(ResourceType type, ObjectNode before, ObjectNode after) {
        if (isCustom(type)
                && type.subresources().stream().noneMatch(s -> s.name().equals("status"))) {
            return Sameness.ofAllButMetadata(before, after);
        }
        if (type.groupResource().equals("priorityclasses.scheduling.k8s.io")) {
            return true;
        }
        boolean same = Sameness.ofSpec(before, after);
        return same && type.groupResource().equals("deployments.apps")
                ? Sameness.of(
                        Json.at(before, "metadata", "annotations"),
                        Json.at(after, "metadata", "annotations"))
                : same;
    }

    /** Whether a PUT of a missing object creates it. */
    static boolean createdOnUpdate(ResourceType type) {
        return CREATED_ON_UPDATE.contains(type.groupResource());
    }

    /** Whether a PUT without a resourceVersion replaces whatever is there. */
    static boolean unconditionallyUpdated(ResourceType type) {
        return !ONLY_CONDITIONALLY_UPDATED.contains(type.groupResource()) && !isCustom(type);
    }

    /** Whether a deletion that is done at once answers with the object and not with a Status. */
    static boolean deletionShowsObject(ResourceType type) {
        return DELETION_SHOWS_OBJECT.contains(type.groupResource());
    }

    /** Whether dependents stay when the deletion does not say what is to become of them. */
    static boolean orphanedByDefault(ResourceType type) {
        return ORPHANED_BY_DEFAULT.contains(type.groupResource());
    }

    /** Whether the deletion of an object takes time that its owner grants. */
    static boolean deletedGracefully(ResourceType type) {
        return type.groupResource().equals("pods");
    }
}
