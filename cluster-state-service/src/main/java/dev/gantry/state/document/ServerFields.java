package dev.gantry.state.document;

import dev.gantry.api.schema.Schema;

/** Paths that nobody owns, because the server sets them or a request may not. */
final class ServerFields {

    private static final FieldSet META =
            FieldSet.of(
                    "apiVersion",
                    "kind",
                    "metadata.name",
                    "metadata.namespace",
                    "metadata.creationTimestamp",
                    "metadata.selfLink",
                    "metadata.uid",
                    "metadata.clusterName",
                    "metadata.generation",
                    "metadata.managedFields",
                    "metadata.resourceVersion");
    private static final FieldSet STATUS = META.union(FieldSet.of("status"));
    private static final FieldSet SPEC = META.union(FieldSet.of("spec"));
    private static final FieldSet SPEC_AND_STATUS = META.union(FieldSet.of("spec", "status"));
    private static final FieldSet ALL_BUT_STATUS = META.union(FieldSet.of("spec", "metadata"));
    private static final FieldSet POD_STATUS =
            SPEC.union(FieldSet.of("metadata.deletionTimestamp", "metadata.ownerReferences"));
    private static final FieldSet DEPLOYMENT_STATUS = SPEC.union(FieldSet.of("metadata.labels"));

    private ServerFields() {}

    /** Paths left out of ownership when a subresource (empty: the object itself) is written. */
    static FieldSet ignored(Schema.Struct schema, String subresource) {
        if (schema.field("status") == null) {
            return META;
        }
        return switch (subresource) {
            case "" -> main(schema.name());
            case "status" -> status(schema.name());
            default -> META;
        };
    }

    private static FieldSet main(String name) {
        if (name.equals("certificates.k8s.io/v1.CertificateSigningRequest")) {
            return SPEC_AND_STATUS;
        }
        boolean plain = name.equals(Schema.Struct.CUSTOM_WITHOUT_STATUS);
        return plain || name.startsWith("meta/v1.") || name.startsWith("authorization.k8s.io/")
                ? META
                : STATUS;
    }

    private static FieldSet status(String name) {
        return switch (name) {
            case "core/v1.Pod" -> POD_STATUS;
            case "apps/v1.Deployment" -> DEPLOYMENT_STATUS;
            case "apiextensions.k8s.io/v1.CustomResourceDefinition",
                    "networking.k8s.io/v1.IPAddress",
                    "networking.k8s.io/v1.ServiceCIDR",
                    "storage.k8s.io/v1.VolumeAttachment",
                    "resource.k8s.io/v1.ResourceClaim",
                    "flowcontrol.apiserver.k8s.io/v1.FlowSchema",
                    "flowcontrol.apiserver.k8s.io/v1.PriorityLevelConfiguration",
                    "admissionregistration.k8s.io/v1.ValidatingAdmissionPolicy",
                    "apiregistration.k8s.io/v1.APIService" ->
                    ALL_BUT_STATUS;
            default -> SPEC;
        };
    }
}
