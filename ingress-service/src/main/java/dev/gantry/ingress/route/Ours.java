package dev.gantry.ingress.route;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which Ingresses this controller serves: those whose class names it, and those without a class as
 * long as no class of another controller is the default. Pure.
 */
public final class Ours {

    /** The controller's name in IngressClasses. */
    public static final String CONTROLLER = "dev.gantry/ingress";

    private static final String IS_DEFAULT = "ingressclass.kubernetes.io/is-default-class";
    private static final String OLD_CLASS = "kubernetes.io/ingress.class";

    private Ours() {}

    public static List<Ingress> of(
            Collection<Ingress> ingresses, Collection<IngressClass> classes) {
        Set<String> mine =
                classes.stream()
                        .filter(c -> CONTROLLER.equals(c.getSpec().getController()))
                        .map(c -> c.getMetadata().getName())
                        .collect(Collectors.toSet());
        boolean othersDefault =
                classes.stream()
                        .filter(c -> !CONTROLLER.equals(c.getSpec().getController()))
                        .anyMatch(
                                c ->
                                        "true"
                                                .equals(
                                                        annotations(
                                                                c.getMetadata().getAnnotations(),
                                                                IS_DEFAULT)));
        return ingresses.stream()
                .filter(i -> i.getMetadata().getDeletionTimestamp() == null)
                .filter(
                        i -> {
                            String name = className(i);
                            return name.isEmpty() ? !othersDefault : mine.contains(name);
                        })
                .toList();
    }

    private static String className(Ingress ingress) {
        String name = ingress.getSpec().getIngressClassName();
        return name != null ? name : annotations(ingress.getMetadata().getAnnotations(), OLD_CLASS);
    }

    private static String annotations(Map<String, String> annotations, String key) {
        return annotations == null ? "" : annotations.getOrDefault(key, "");
    }
}
