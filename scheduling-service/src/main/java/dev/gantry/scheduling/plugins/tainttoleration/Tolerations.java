package dev.gantry.scheduling.plugins.tainttoleration;

import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Objects;

/** Whether tolerations cover a taint. Kubernetes: "Taints and Tolerations". */
public final class Tolerations {

    private Tolerations() {}

    public static boolean cover(List<Toleration> tolerations, Taint taint) {
        return tolerations.stream().anyMatch(t -> covers(t, taint));
    }

    private static boolean covers(Toleration toleration, Taint taint) {
        String effect = text(toleration.getEffect());
        String key = text(toleration.getKey());
        if (!effect.isEmpty() && !effect.equals(taint.getEffect())) {
            return false;
        }
        if (!key.isEmpty() && !key.equals(taint.getKey())) {
            return false;
        }
        return switch (text(toleration.getOperator())) {
            case "Exists" -> true;
            case "", "Equal" ->
                    !key.isEmpty() && text(toleration.getValue()).equals(text(taint.getValue()));
            case "Gt" -> compare(taint.getValue(), toleration.getValue()) > 0;
            case "Lt" -> compare(taint.getValue(), toleration.getValue()) < 0;
            default -> false;
        };
    }

    private static int compare(String a, String b) {
        try {
            return Long.compare(Long.parseLong(a), Long.parseLong(b));
        } catch (NumberFormatException notNumeric) {
            return 0;
        }
    }

    private static String text(String value) {
        return Objects.requireNonNullElse(value, "");
    }
}
