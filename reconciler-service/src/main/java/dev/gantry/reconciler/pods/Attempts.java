package dev.gantry.reconciler.pods;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which salt an owner's next names are made of: a new one after each known outcome, the same one
 * after an unknown outcome. Safe for concurrent use by workers with different owners.
 */
public final class Attempts {

    /** Owners remembered; forgetting one only means that its next names are new ones. */
    private static final int LIMIT = 50_000;

    private final Map<String, String> open = new ConcurrentHashMap<>();
    private final AtomicLong last;

    /**
     * @param first differs between runs of the program, such as the time
     */
    public Attempts(long first) {
        last = new AtomicLong(first);
    }

    /** The salt to use now. */
    public String salt(String ownerUid) {
        if (open.size() > LIMIT) {
            open.clear();
        }
        return open.computeIfAbsent(ownerUid, uid -> Long.toString(last.incrementAndGet(), 36));
    }

    /** The names made of the current salt are used up, or free for others. */
    public void known(String ownerUid) {
        open.remove(ownerUid);
    }
}
