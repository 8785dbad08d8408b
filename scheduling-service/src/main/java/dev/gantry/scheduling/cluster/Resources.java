package dev.gantry.scheduling.cluster;

import dev.gantry.api.quantity.Quantity;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Amounts of what a node has and a pod asks for. Immutable.
 *
 * @param cpuMillis thousandths of a core
 * @param extended other resources by name, such as {@code example.com/gpu}
 */
public record Resources(
        long cpuMillis,
        long memoryBytes,
        long ephemeralBytes,
        long pods,
        Map<String, Long> extended) {

    public static final Resources NONE = new Resources(0, 0, 0, 0, Map.of());

    /** From a map of quantities, as {@code requests} and {@code allocatable} are. */
    public static Resources of(
            @Nullable Map<String, io.fabric8.kubernetes.api.model.Quantity> amounts) {
        if (amounts == null || amounts.isEmpty()) {
            return NONE;
        }
        Map<String, Long> extended = new TreeMap<>();
        long cpu = 0;
        long memory = 0;
        long ephemeral = 0;
        long pods = 0;
        for (var entry : amounts.entrySet()) {
            Quantity amount = Quantity.parse(entry.getValue().toString());
            switch (entry.getKey()) {
                case "cpu" -> cpu = amount.toMillis();
                case "memory" -> memory = amount.toLong();
                case "ephemeral-storage" -> ephemeral = amount.toLong();
                case "pods" -> pods = amount.toLong();
                default -> extended.put(entry.getKey(), amount.toLong());
            }
        }
        return new Resources(cpu, memory, ephemeral, pods, Map.copyOf(extended));
    }

    public Resources plus(Resources other) {
        return combine(other, 1);
    }

    public Resources minus(Resources other) {
        return combine(other, -1);
    }

    private Resources combine(Resources other, int sign) {
        return new Resources(
                cpuMillis + sign * other.cpuMillis,
                memoryBytes + sign * other.memoryBytes,
                ephemeralBytes + sign * other.ephemeralBytes,
                pods + sign * other.pods,
                merged(other, (a, b) -> a + sign * b));
    }

    /** The larger of each, as init containers count. */
    public Resources max(Resources other) {
        return new Resources(
                Math.max(cpuMillis, other.cpuMillis),
                Math.max(memoryBytes, other.memoryBytes),
                Math.max(ephemeralBytes, other.ephemeralBytes),
                Math.max(pods, other.pods),
                merged(other, Math::max));
    }

    private interface Combination {
        long apply(long a, long b);
    }

    private Map<String, Long> merged(Resources other, Combination combination) {
        if (extended.isEmpty() && other.extended.isEmpty()) {
            return Map.of();
        }
        Map<String, Long> all = new TreeMap<>(extended);
        other.extended.keySet().forEach(name -> all.putIfAbsent(name, 0L));
        all.replaceAll(
                (name, amount) -> combination.apply(amount, other.extended.getOrDefault(name, 0L)));
        return all;
    }
}
