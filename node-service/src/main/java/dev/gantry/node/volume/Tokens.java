package dev.gantry.node.volume;

import dev.gantry.node.reference.References;
import dev.gantry.node.reference.References.Token;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Tokens that were given, kept until it is time for new ones. */
final class Tokens {

    private record Key(String podUid, String audience, long seconds) {}

    private final Clock clock;
    private final ConcurrentMap<Key, Token> given = new ConcurrentHashMap<>();

    Tokens(Clock clock) {
        this.clock = clock;
    }

    Optional<String> get(References references, Pod pod, String audience, long seconds) {
        Key key = new Key(pod.getMetadata().getUid(), audience, seconds);
        Token known = given.get(key);
        if (known != null && clock.instant().getEpochSecond() < known.renewAt()) {
            return Optional.of(known.text());
        }
        Optional<Token> fresh = references.token(pod, audience, seconds);
        fresh.ifPresent(token -> given.put(key, token));
        return fresh.map(Token::text);
    }

    void forget(String podUid) {
        given.keySet().removeIf(key -> key.podUid().equals(podUid));
    }
}
