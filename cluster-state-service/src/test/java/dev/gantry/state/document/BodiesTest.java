package dev.gantry.state.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.schema.Schemas;
import dev.gantry.api.status.ApiException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodiesTest {

    private static Bodies.Decoded decode(String body, String type) {
        return Bodies.decode(body.getBytes(StandardCharsets.UTF_8), type, Schemas.builtIn());
    }

    @Test
    void theLastOfTwoFieldsCountsAndTheFirstIsTold() {
        Bodies.Decoded decoded =
                decode("{\"data\":{\"a\":\"1\",\"a\":\"2\"},\"l\":[{\"x\":1,\"x\":2}]}", null);
        assertThat(decoded.duplicateFields()).containsExactly("data.a", "l[0].x");
        assertThat(decoded.tree().at("/data/a").asString()).isEqualTo("2");
    }

    @Test
    void yamlIsReadAsTheSameTree() {
        Bodies.Decoded decoded =
                decode("a: 1\nb: [x, 'y']\nc: |\n  two\n  lines\n", "application/yaml; q=1");
        assertThat(decoded.tree().toString())
                .isEqualTo("{\"a\":1,\"b\":[\"x\",\"y\"],\"c\":\"two\\nlines\\n\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json|{\"a\":|400",
                "application/json|[]|400",
                "application/json|{} {}|400",
                "application/json|``|400",
                "application/yaml|a: [|400",
                "application/yaml|{a: 1, a: 2}|400",
                "application/vnd.kubernetes.protobuf|{}|400",
                "application/cbor|{}|415",
                "text/plain|{}|415",
            })
    void whatIsNoDocumentIsRefused(String type, String body, int code) {
        assertThatThrownBy(() -> decode(body, type))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error().code()).isEqualTo(code));
    }
}
