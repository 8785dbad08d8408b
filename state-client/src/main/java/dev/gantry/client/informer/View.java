package dev.gantry.client.informer;

import dev.gantry.api.json.Json;
import java.lang.ref.SoftReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a copy keeps of a document, and how a reader gets to see it. */
interface View<T> {

    /** Keeps what is needed; the result may be called at any time by any thread. */
    Supplier<T> hold(byte[] body);

    /** Keeps the bytes; parses on access and remembers the result while memory lasts. */
    static <T> View<T> typed(Class<T> type) {
        return body -> new Parsed<>(body, type);
    }

    /** Keeps the projection only. */
    static <T> View<T> projected(Function<byte[], T> projection) {
        return body -> {
            T value = projection.apply(body);
            return () -> value;
        };
    }

    /** A document that becomes an object when somebody looks. */
    final class Parsed<T> implements Supplier<T> {

        private final byte[] body;
        private final Class<T> type;
        private volatile @Nullable SoftReference<T> seen;

        Parsed(byte[] body, Class<T> type) {
            this.body = body;
            this.type = type;
        }

        @Override
        public T get() {
            SoftReference<T> reference = seen;
            T value = reference == null ? null : reference.get();
            if (value == null) {
                value = Json.view(body, type);
                seen = new SoftReference<>(value);
            }
            return value;
        }
    }
}
