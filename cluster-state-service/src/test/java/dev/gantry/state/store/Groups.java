package dev.gantry.state.store;

import dev.gantry.api.catalog.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Short ways to write groups in tests. */
public final class Groups {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private Groups() {}

    public static ObjectKey configMap(String name) {
        return new ObjectKey("configmaps", "default", name);
    }

    public static ObjectKey lease(String name) {
        return new ObjectKey("leases.coordination.k8s.io", "kube-system", name);
    }

    /** A small document whose {@code data.text} is the given one. */
    public static byte[] body(ObjectKey key, String text) {
        return """
        {"metadata":{"name":"%s","namespace":"%s","uid":"%s","labels":{"text":"%s"}},\
        "data":{"text":"%s"}}"""
                .formatted(key.name(), key.namespace(), uid(key), text, text)
                .getBytes(StandardCharsets.UTF_8);
    }

    public static String uid(ObjectKey key) {
        return "uid-" + key.name();
    }

    public static Write create(ObjectKey key, String text) {
        return new Write.Create(key, uid(key), body(key, text), 13);
    }

    public static Write replace(ObjectKey key, String text, long expected) {
        return new Write.Replace(key, uid(key), body(key, text), 13, expected);
    }

    public static Write delete(ObjectKey key, String text, long expected) {
        return new Write.Delete(key, uid(key), body(key, text), 13, expected);
    }

    public static Write createLease(ObjectKey key, String holder, int transitions) {
        return new Write.Create(key, uid(key), leaseBody(key, holder, transitions), 13);
    }

    public static Write replaceLease(ObjectKey key, String holder, int transitions, long expected) {
        return new Write.Replace(key, uid(key), leaseBody(key, holder, transitions), 13, expected);
    }

    private static byte[] leaseBody(ObjectKey key, String holder, int transitions) {
        String count = transitions == 0 ? "" : ",\"leaseTransitions\":" + transitions;
        return """
        {"metadata":{"name":"%s"},"spec":{"holderIdentity":"%s"%s}}"""
                .formatted(key.name(), holder, count)
                .getBytes(StandardCharsets.UTF_8);
    }

    public static WriteGroup group(Write... writes) {
        return new WriteGroup(List.of(writes), List.of(), "tester", TRACE);
    }

    public static WriteGroup guarded(Guard guard, Write... writes) {
        return new WriteGroup(List.of(writes), List.of(guard), "tester", null);
    }

    /** The revisions of a group that must have been committed. */
    public static List<Long> revisions(CommitResult result) {
        return switch (result) {
            case CommitResult.Committed(List<Long> revisions) -> revisions;
            case CommitResult.Refused refused -> throw new AssertionError("refused: " + refused);
        };
    }

    public static long revision(CommitResult result) {
        return revisions(result).getFirst();
    }

    public static CommitResult.Refused refusal(CommitResult result) {
        return switch (result) {
            case CommitResult.Refused refused -> refused;
            case CommitResult.Committed done -> throw new AssertionError("committed: " + done);
        };
    }

    public static String text(StoredObject stored) {
        String body = new String(stored.body(), StandardCharsets.UTF_8);
        int from = body.indexOf("\"text\":\"", body.indexOf("\"data\"")) + 8;
        return body.substring(from, body.indexOf('"', from));
    }
}
