package dev.gantry.testkit.leak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.testkit.time.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Compares what is there before and after a class. */
final class LeakExtension implements BeforeAllCallback, AfterAllCallback {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(LeakExtension.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The JVM's, JUnit's and the common pools' own threads. */
    private static final List<String> ALWAYS =
            List.of(
                    "ForkJoinPool",
                    "VirtualThread-",
                    "junit",
                    "Attach Listener",
                    "Signal Dispatcher",
                    "Cleaner-",
                    "Common-Cleaner",
                    "process reaper",
                    "surefire",
                    "awaitility",
                    "Read-Poller",
                    "Write-Poller",
                    "CompletableFutureDelayScheduler");

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put("before", all(context));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        @SuppressWarnings("unchecked")
        Set<String> before = (Set<String>) context.getStore(NAMESPACE).get("before");
        Eventually.within(
                PATIENCE,
                () -> {
                    Set<String> left = all(context);
                    left.removeAll(before);
                    assertThat(left).as("left behind by " + context.getDisplayName()).isEmpty();
                });
    }

    private static Set<String> all(ExtensionContext context) {
        LeavesNothing wanted = context.getRequiredTestClass().getAnnotation(LeavesNothing.class);
        Set<String> all = new TreeSet<>(threads(List.of(wanted.threadsThatMayStay())));
        all.addAll(children());
        for (Leftovers leftovers : make(wanted.also())) {
            all.addAll(leftovers.present());
        }
        return all;
    }

    private static Set<String> threads(List<String> mayStay) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> ALWAYS.stream().noneMatch(thread.getName()::startsWith))
                .filter(thread -> mayStay.stream().noneMatch(thread.getName()::startsWith))
                .map(thread -> "thread " + thread.getName() + " #" + thread.threadId())
                .collect(Collectors.toSet());
    }

    private static Set<String> children() {
        return ProcessHandle.current()
                .descendants()
                .map(p -> "process " + p.pid() + " " + p.info().command().orElse("?"))
                .collect(Collectors.toSet());
    }

    private static List<Leftovers> make(Class<? extends Leftovers>[] types) {
        List<Leftovers> made = new ArrayList<>();
        for (Class<? extends Leftovers> type : types) {
            try {
                var constructor = type.getDeclaredConstructor();
                constructor.setAccessible(true);
                made.add(constructor.newInstance());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot make " + type.getName(), e);
            }
        }
        return made;
    }
}
