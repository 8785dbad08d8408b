package dev.gantry.schema;

/** Names of types as OpenAPI documents of Kubernetes spell them. */
final class TypeNames {

    static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    static final String INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
    static final String TIME = "io.k8s.apimachinery.pkg.apis.meta.v1.Time";
    static final String MICRO_TIME = "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime";
    static final String DURATION = "io.k8s.apimachinery.pkg.apis.meta.v1.Duration";
    static final String RAW = "io.k8s.apimachinery.pkg.runtime.RawExtension";
    static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    private TypeNames() {}

    /** {@code core/v1.PodSpec} becomes {@code io.k8s.api.core.v1.PodSpec}. */
    static String openApi(String type) {
        int slash = type.indexOf('/');
        if (slash < 0) {
            return "io.k8s.apimachinery.pkg." + type;
        }
        String group = type.substring(0, slash);
        String rest = type.substring(slash + 1);
        String word = group.contains(".") ? group.substring(0, group.indexOf('.')) : group;
        return switch (word) {
            case "meta" -> META + rest.substring(rest.indexOf('.') + 1);
            case "apiextensions" -> "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions." + rest;
            case "apiregistration" -> "io.k8s.kube-aggregator.pkg.apis.apiregistration." + rest;
            default -> "io.k8s.api." + word + "." + rest;
        };
    }
}
