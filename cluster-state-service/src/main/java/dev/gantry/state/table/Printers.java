package dev.gantry.state.table;

import dev.gantry.api.catalog.PrinterColumn;
import dev.gantry.api.catalog.ResourceType;
import java.util.List;
import java.util.Map;

/** Which printer a kind has. Kinds without one show their age, or when they were created. */
final class Printers {

    private static final Map<String, Printer> BY_RESOURCE =
            Map.ofEntries(
                    Map.entry("pods", PodPrinter::cells),
                    Map.entry("deployments.apps", WorkloadPrinters::deployment),
                    Map.entry("replicasets.apps", WorkloadPrinters::replicaSet),
                    Map.entry("statefulsets.apps", WorkloadPrinters::statefulSet),
                    Map.entry("daemonsets.apps", WorkloadPrinters::daemonSet),
                    Map.entry("controllerrevisions.apps", WorkloadPrinters::controllerRevision),
                    Map.entry("replicationcontrollers", WorkloadPrinters::replicationController),
                    Map.entry("podtemplates", WorkloadPrinters::podTemplate),
                    Map.entry("jobs.batch", WorkloadPrinters::job),
                    Map.entry("cronjobs.batch", WorkloadPrinters::cronJob),
                    Map.entry("poddisruptionbudgets.policy", WorkloadPrinters::podDisruptionBudget),
                    Map.entry("services", NetworkPrinters::service),
                    Map.entry("endpoints", NetworkPrinters::endpoints),
                    Map.entry("endpointslices.discovery.k8s.io", NetworkPrinters::endpointSlice),
                    Map.entry("ingresses.networking.k8s.io", NetworkPrinters::ingress),
                    Map.entry("ingressclasses.networking.k8s.io", NetworkPrinters::ingressClass),
                    Map.entry("networkpolicies.networking.k8s.io", NetworkPrinters::networkPolicy),
                    Map.entry("ipaddresses.networking.k8s.io", NetworkPrinters::ipAddress),
                    Map.entry("servicecidrs.networking.k8s.io", NetworkPrinters::serviceCidr),
                    Map.entry("nodes", NodePrinter::cells),
                    Map.entry("persistentvolumes", StoragePrinters::persistentVolume),
                    Map.entry("persistentvolumeclaims", StoragePrinters::persistentVolumeClaim),
                    Map.entry("storageclasses.storage.k8s.io", StoragePrinters::storageClass),
                    Map.entry(
                            "volumeattachments.storage.k8s.io", StoragePrinters::volumeAttachment),
                    Map.entry(
                            "volumeattributesclasses.storage.k8s.io",
                            StoragePrinters::volumeAttributesClass),
                    Map.entry("csidrivers.storage.k8s.io", StoragePrinters::csiDriver),
                    Map.entry("csinodes.storage.k8s.io", StoragePrinters::csiNode),
                    Map.entry("events", EventPrinters::core),
                    Map.entry("events.events.k8s.io", EventPrinters::events),
                    Map.entry("rolebindings.rbac.authorization.k8s.io", AccessPrinters::binding),
                    Map.entry(
                            "clusterrolebindings.rbac.authorization.k8s.io",
                            AccessPrinters::binding),
                    Map.entry(
                            "certificatesigningrequests.certificates.k8s.io",
                            AccessPrinters::certificateSigningRequest),
                    Map.entry(
                            "validatingwebhookconfigurations.admissionregistration.k8s.io",
                            AccessPrinters::webhookConfiguration),
                    Map.entry(
                            "mutatingwebhookconfigurations.admissionregistration.k8s.io",
                            AccessPrinters::webhookConfiguration),
                    Map.entry(
                            "validatingadmissionpolicies.admissionregistration.k8s.io",
                            AccessPrinters::validatingPolicy),
                    Map.entry(
                            "mutatingadmissionpolicies.admissionregistration.k8s.io",
                            AccessPrinters::mutatingPolicy),
                    Map.entry(
                            "validatingadmissionpolicybindings.admissionregistration.k8s.io",
                            AccessPrinters::policyBinding),
                    Map.entry(
                            "mutatingadmissionpolicybindings.admissionregistration.k8s.io",
                            AccessPrinters::policyBinding),
                    Map.entry("configmaps", ClusterPrinters::configMap),
                    Map.entry("secrets", ClusterPrinters::secret),
                    Map.entry("namespaces", ClusterPrinters::namespace),
                    Map.entry("leases.coordination.k8s.io", ClusterPrinters::lease),
                    Map.entry("runtimeclasses.node.k8s.io", ClusterPrinters::runtimeClass),
                    Map.entry("priorityclasses.scheduling.k8s.io", ClusterPrinters::priorityClass),
                    Map.entry("apiservices.apiregistration.k8s.io", ClusterPrinters::apiService),
                    Map.entry("componentstatuses", ClusterPrinters::componentStatus),
                    Map.entry("resourcequotas", ClusterPrinters::resourceQuota),
                    Map.entry(
                            "flowschemas.flowcontrol.apiserver.k8s.io",
                            ClusterPrinters::flowSchema),
                    Map.entry(
                            "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
                            ClusterPrinters::priorityLevel),
                    Map.entry("resourceclaims.resource.k8s.io", ClusterPrinters::resourceClaim),
                    Map.entry("resourceslices.resource.k8s.io", ClusterPrinters::resourceSlice));

    private Printers() {}

    static Printer of(ResourceType type, List<PrinterColumn> columns) {
        if (type.groupResource().equals("horizontalpodautoscalers.autoscaling")) {
            return type.version().equals("v1") ? AutoscalerPrinter::v1 : AutoscalerPrinter::v2;
        }
        Printer printer = BY_RESOURCE.get(type.groupResource());
        if (printer != null) {
            return printer;
        }
        boolean showsAge = columns.size() == 2 && columns.get(1).name().equals("Age");
        return showsAge ? ClusterPrinters::age : ClusterPrinters::createdAt;
    }
}
