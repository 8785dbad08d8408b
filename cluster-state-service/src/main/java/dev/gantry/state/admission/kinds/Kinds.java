package dev.gantry.state.admission.kinds;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.AdmissionSettings;
import dev.gantry.state.admission.KindRules;
import dev.gantry.state.admission.expression.Expressions;
import dev.gantry.state.admission.kinds.access.BindingRules;
import dev.gantry.state.admission.kinds.access.CertificateRequestRules;
import dev.gantry.state.admission.kinds.access.RoleRules;
import dev.gantry.state.admission.kinds.batch.CronJobRules;
import dev.gantry.state.admission.kinds.batch.JobRules;
import dev.gantry.state.admission.kinds.core.ConfigMapRules;
import dev.gantry.state.admission.kinds.core.EventRules;
import dev.gantry.state.admission.kinds.core.LimitRangeRules;
import dev.gantry.state.admission.kinds.core.NamespaceRules;
import dev.gantry.state.admission.kinds.core.NodeRules;
import dev.gantry.state.admission.kinds.core.ResourceQuotaRules;
import dev.gantry.state.admission.kinds.core.SecretRules;
import dev.gantry.state.admission.kinds.core.ServiceAccountRules;
import dev.gantry.state.admission.kinds.device.ClaimTemplateRules;
import dev.gantry.state.admission.kinds.device.DeviceClassRules;
import dev.gantry.state.admission.kinds.device.ResourceClaimRules;
import dev.gantry.state.admission.kinds.device.ResourceSliceRules;
import dev.gantry.state.admission.kinds.extension.ApiServiceRules;
import dev.gantry.state.admission.kinds.extension.PolicyBindingRules;
import dev.gantry.state.admission.kinds.extension.PolicyRules;
import dev.gantry.state.admission.kinds.extension.WebhookRules;
import dev.gantry.state.admission.kinds.network.AddressRules;
import dev.gantry.state.admission.kinds.network.EndpointSliceRules;
import dev.gantry.state.admission.kinds.network.EndpointsRules;
import dev.gantry.state.admission.kinds.network.IngressClassRules;
import dev.gantry.state.admission.kinds.network.IngressRules;
import dev.gantry.state.admission.kinds.network.NetworkPolicyRules;
import dev.gantry.state.admission.kinds.network.ServiceRangeRules;
import dev.gantry.state.admission.kinds.network.ServiceRules;
import dev.gantry.state.admission.kinds.pod.PodRules;
import dev.gantry.state.admission.kinds.pod.PodSpecRules;
import dev.gantry.state.admission.kinds.pod.PodTemplateRules;
import dev.gantry.state.admission.kinds.pod.TemplateRules;
import dev.gantry.state.admission.kinds.policy.AutoscalerRules;
import dev.gantry.state.admission.kinds.policy.DisruptionBudgetRules;
import dev.gantry.state.admission.kinds.policy.FlowSchemaRules;
import dev.gantry.state.admission.kinds.policy.LeaseRules;
import dev.gantry.state.admission.kinds.policy.PriorityClassRules;
import dev.gantry.state.admission.kinds.policy.PriorityLevelRules;
import dev.gantry.state.admission.kinds.policy.RuntimeClassRules;
import dev.gantry.state.admission.kinds.storage.AttachmentRules;
import dev.gantry.state.admission.kinds.storage.AttributesClassRules;
import dev.gantry.state.admission.kinds.storage.ClaimRules;
import dev.gantry.state.admission.kinds.storage.DriverNodeRules;
import dev.gantry.state.admission.kinds.storage.DriverRules;
import dev.gantry.state.admission.kinds.storage.StorageCapacityRules;
import dev.gantry.state.admission.kinds.storage.StorageClassRules;
import dev.gantry.state.admission.kinds.storage.VolumeRules;
import dev.gantry.state.admission.kinds.workload.ControllerRevisionRules;
import dev.gantry.state.admission.kinds.workload.DaemonSetRules;
import dev.gantry.state.admission.kinds.workload.DeploymentRules;
import dev.gantry.state.admission.kinds.workload.ReplicaSetRules;
import dev.gantry.state.admission.kinds.workload.ReplicationControllerRules;
import dev.gantry.state.admission.kinds.workload.StatefulSetRules;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The rules of every kind. A kind that is not listed has the general ones. A new kind is a class
 * and a line here. Thread-safe.
 */
public final class Kinds {

    private final Map<String, Function<ResourceType, KindRules>> makers = new HashMap<>();
    private final Map<String, KindRules> made = new ConcurrentHashMap<>();

    public Kinds(AdmissionSettings settings, Expressions expressions, Clock clock) {
        PodSpecRules specs = new PodSpecRules(settings.allowPrivileged());
        TemplateRules templates = new TemplateRules(specs);
        core();
        pods(specs, templates, clock);
        workloads(templates);
        network();
        storage(clock);
        access(clock);
        policies();
        extensions(expressions);
        devices(expressions);
    }

    /** The rules of a kind in a version; the same object each time. */
    public KindRules of(ResourceType type) {
        return made.computeIfAbsent(
                type.apiVersion() + "/" + type.resource(),
                key -> makers.getOrDefault(type.groupResource(), ObjectRules::new).apply(type));
    }

    private void core() {
        makers.put("namespaces", NamespaceRules::new);
        makers.put("configmaps", ConfigMapRules::new);
        makers.put("secrets", SecretRules::new);
        makers.put("serviceaccounts", ServiceAccountRules::new);
        makers.put("nodes", NodeRules::new);
        makers.put("events", EventRules::new);
        makers.put("events.events.k8s.io", EventRules::new);
        makers.put("limitranges", LimitRangeRules::new);
        makers.put("resourcequotas", ResourceQuotaRules::new);
    }

    private void pods(PodSpecRules specs, TemplateRules templates, Clock clock) {
        makers.put("pods", type -> new PodRules(type, specs, clock));
        makers.put("podtemplates", type -> new PodTemplateRules(type, templates));
    }

    private void workloads(TemplateRules templates) {
        makers.put("deployments.apps", type -> new DeploymentRules(type, templates));
        makers.put("replicasets.apps", type -> new ReplicaSetRules(type, templates));
        makers.put("statefulsets.apps", type -> new StatefulSetRules(type, templates));
        makers.put("daemonsets.apps", type -> new DaemonSetRules(type, templates));
        makers.put("controllerrevisions.apps", ControllerRevisionRules::new);
        makers.put(
                "replicationcontrollers", type -> new ReplicationControllerRules(type, templates));
        makers.put("jobs.batch", type -> new JobRules(type, templates));
        makers.put("cronjobs.batch", type -> new CronJobRules(type, templates));
    }

    private void network() {
        makers.put("services", ServiceRules::new);
        makers.put("endpoints", EndpointsRules::new);
        makers.put("endpointslices.discovery.k8s.io", EndpointSliceRules::new);
        makers.put("ingresses.networking.k8s.io", IngressRules::new);
        makers.put("ingressclasses.networking.k8s.io", IngressClassRules::new);
        makers.put("networkpolicies.networking.k8s.io", NetworkPolicyRules::new);
        makers.put("ipaddresses.networking.k8s.io", AddressRules::new);
        makers.put("servicecidrs.networking.k8s.io", ServiceRangeRules::new);
    }

    private void storage(Clock clock) {
        makers.put("persistentvolumeclaims", ClaimRules::new);
        makers.put("persistentvolumes", type -> new VolumeRules(type, clock));
        makers.put("storageclasses.storage.k8s.io", StorageClassRules::new);
        makers.put("volumeattributesclasses.storage.k8s.io", AttributesClassRules::new);
        makers.put("csidrivers.storage.k8s.io", DriverRules::new);
        makers.put("csinodes.storage.k8s.io", DriverNodeRules::new);
        makers.put("csistoragecapacities.storage.k8s.io", StorageCapacityRules::new);
        makers.put("volumeattachments.storage.k8s.io", AttachmentRules::new);
    }

    private void access(Clock clock) {
        makers.put("roles.rbac.authorization.k8s.io", RoleRules::new);
        makers.put("clusterroles.rbac.authorization.k8s.io", RoleRules::new);
        makers.put("rolebindings.rbac.authorization.k8s.io", BindingRules::new);
        makers.put("clusterrolebindings.rbac.authorization.k8s.io", BindingRules::new);
        makers.put(
                "certificatesigningrequests.certificates.k8s.io",
                type -> new CertificateRequestRules(type, clock));
    }

    private void policies() {
        makers.put("priorityclasses.scheduling.k8s.io", PriorityClassRules::new);
        makers.put("poddisruptionbudgets.policy", DisruptionBudgetRules::new);
        makers.put("runtimeclasses.node.k8s.io", RuntimeClassRules::new);
        makers.put("leases.coordination.k8s.io", LeaseRules::new);
        makers.put("horizontalpodautoscalers.autoscaling", AutoscalerRules::new);
        makers.put("flowschemas.flowcontrol.apiserver.k8s.io", FlowSchemaRules::new);
        makers.put(
                "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
                PriorityLevelRules::new);
    }

    private void extensions(Expressions expressions) {
        makers.put("apiservices.apiregistration.k8s.io", ApiServiceRules::new);
        for (String kind : List.of("validating", "mutating")) {
            String group = ".admissionregistration.k8s.io";
            makers.put(
                    kind + "webhookconfigurations" + group,
                    type -> new WebhookRules(type, expressions));
            makers.put(
                    kind + "admissionpolicies" + group, type -> new PolicyRules(type, expressions));
            makers.put(kind + "admissionpolicybindings" + group, PolicyBindingRules::new);
        }
    }

    private void devices(Expressions expressions) {
        String group = ".resource.k8s.io";
        makers.put("deviceclasses" + group, type -> new DeviceClassRules(type, expressions));
        makers.put("resourceclaims" + group, type -> new ResourceClaimRules(type, expressions));
        makers.put(
                "resourceclaimtemplates" + group,
                type -> new ClaimTemplateRules(type, expressions));
        makers.put("resourceslices" + group, ResourceSliceRules::new);
    }
}
