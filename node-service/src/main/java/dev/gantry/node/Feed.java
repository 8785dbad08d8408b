package dev.gantry.node;

import dev.gantry.client.informer.Informer;
import dev.gantry.node.pod.NodePods.BoundPods;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One node's part of an informer that all share; keeps what came before somebody listened. */
final class Feed implements BoundPods {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Pod> pods = new LinkedHashMap<>();
    private Informer.@Nullable Listener<Pod> listener;

    @Override
    public void listen(Informer.Listener<Pod> joining) {
        lock.lock();
        try {
            listener = joining;
            pods.values().forEach(joining::added);
        } finally {
            lock.unlock();
        }
    }

    void put(Pod pod) {
        lock.lock();
        try {
            Pod before = pods.put(pod.getMetadata().getUid(), pod);
            if (listener != null) {
                if (before == null) {
                    listener.added(pod);
                } else {
                    listener.changed(before, pod);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void remove(Pod last) {
        lock.lock();
        try {
            boolean known = pods.remove(last.getMetadata().getUid()) != null;
            if (known && listener != null) {
                listener.removed(last);
            }
        } finally {
            lock.unlock();
        }
    }
}
