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
                "yes|true",
                "off|false",
                "'yes'|\"yes\"",
                "~|null",
                "0x1F|31",
                "017|15",
                "1_000|1000",
                "1.50|1.50",
                "1.2.3|\"1.2.3\"",
                "10.0.0.0/8|\"10.0.0.0/8\"",
                "2026-01-02|\"2026-01-02\"",
                "25%|\"25%\"",
                "-1|-1",
                "12345678901|12345678901",
                "!!str 5|\"5\"",
                "!!str yes|\"yes\"",
                "|null",
            })
    void yamlScalarsAreThoseOfYaml11(String scalar, String json) {
        assertThat(Bodies.yaml(("a: " + scalar).getBytes(StandardCharsets.UTF_8)).tree().get("a"))
                .hasToString(json);
    }

    @Test
    void yamlAliasesAndMergeKeysAreResolved() {
        Bodies.Decoded decoded =
                decode(
                        "base: &b {x: 1, z: 2}\nmore: {<<: *b, z: 3}\nlist: [*b]\n",
                        "application/yaml");
        assertThat(decoded.tree().get("more")).isEqualTo(Documents.node("{'z':3,'x':1}"));
        assertThat(decoded.tree().at("/list/0/z").asInt()).isEqualTo(2);
    }

    @Test
    void yamlThatUnfoldsWithoutEndIsRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            String item = "*a" + (i - 1);
            String items = String.join(", ", java.util.Collections.nCopies(10, item));
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, items));
        }
        assertThatThrownBy(() -> decode(bomb.toString(), "application/yaml"))
                .isInstanceOf(ApiException.class);
    }

    @Test
    void halfASurrogatePairIsReplaced() {
        assertThat(decode("{\"a\":\"\\ud800\"}", null).tree().get("a").asString())
                .isEqualTo("\ufffd");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json|\ufeff{}|400",
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
