package dev.gantry.benchmarks.micro;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.schema.Schemas;
import dev.gantry.state.document.Bodies;
import dev.gantry.state.document.Canonical;
import dev.gantry.state.document.FieldOwnership;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.node.ObjectNode;

/** What a write does to a pod of 2 KB before rules and storage. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CanonicalBenchmark {

    private final Schemas schemas = Schemas.builtIn();
    private final Schema.Struct schema = schemas.ofKind("v1", "Pod").orElseThrow();
    private final byte[] body = Json.bytes(Samples.large("web"));
    private final Instant now = Instant.EPOCH;

    private ObjectNode decoded() {
        return Bodies.decode(body, "application/json", schemas).tree();
    }

    @Benchmark
    public ObjectNode decode() {
        return decoded();
    }

    @Benchmark
    public ObjectNode decodeAndCanonicalize() {
        ObjectNode tree = decoded();
        Canonical.apply(tree, schema);
        return tree;
    }

    @Benchmark
    public ObjectNode decodeCanonicalizeAndOwn() {
        ObjectNode tree = decodeAndCanonicalize();
        FieldOwnership.update(null, tree, "bench", "v1", "", now, schema);
        return tree;
    }

    @Benchmark
    public byte[] decodeAndEncode() {
        return Json.bytes(decoded());
    }
}
