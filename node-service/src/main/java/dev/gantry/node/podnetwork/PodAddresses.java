package dev.gantry.node.podnetwork;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands out a node's pod addresses, one a pod, kept until released. Addresses go round the range,
 * so that one just released is not given to the next pod. Safe for concurrent use; O(1) amortised.
 */
public final class PodAddresses {

    private final Ipv4Range range;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> byPod = new HashMap<>();
    private final Map<Long, String> byOffset = new HashMap<>();
    private long next = 2;

    public PodAddresses(Ipv4Range range) {
        this.range = range;
    }

    /** The pod's address, the same on every call; empty when the range is used up. */
    public Optional<String> assign(String podUid) {
        lock.lock();
        try {
            Long mine = byPod.get(podUid);
            if (mine != null) {
                return Optional.of(range.address(mine));
            }
            long usable = range.size() - 3;
            for (long tried = 0; tried < usable; tried++) {
                long offset = next;
                next = next >= range.size() - 2 ? 2 : next + 1;
                if (!byOffset.containsKey(offset)) {
                    take(podUid, offset);
                    return Optional.of(range.address(offset));
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Notes an address that a pod was found with; an address outside of the range is ignored. */
    public void adopt(String podUid, String address) {
        if (address.isEmpty() || !range.contains(address)) {
            return;
        }
        lock.lock();
        try {
            long offset = range.offset(address);
            if (!byOffset.containsKey(offset) && !byPod.containsKey(podUid)) {
                take(podUid, offset);
                next = Math.max(next, offset + 1) > range.size() - 2 ? 2 : offset + 1;
            }
        } finally {
            lock.unlock();
        }
    }

    public void release(String podUid) {
        lock.lock();
        try {
            Long offset = byPod.remove(podUid);
            if (offset != null) {
                byOffset.remove(offset);
            }
        } finally {
            lock.unlock();
        }
    }

    private void take(String podUid, long offset) {
        byPod.put(podUid, offset);
        byOffset.put(offset, podUid);
    }
}
