package dev.gantry.node.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpansionTest {

    @Test
    void namesAreReplacedUnlessUnknownOrEscaped() {
        Map<String, String> variables = Map.of("A", "1", "B_C", "two");
        record Row(String text, String expanded) {}
        List<Row> rows =
                List.of(
                        new Row("plain", "plain"),
                        new Row("$(A)", "1"),
                        new Row("x$(A)y$(B_C)z", "x1ytwoz"),
                        new Row("$(NONE)", "$(NONE)"),
                        new Row("$$(A)", "$(A)"),
                        new Row("$$$(A)", "$1"),
                        new Row("$A", "$A"),
                        new Row("$(A", "$(A"),
                        new Row("$", "$"),
                        new Row("a$", "a$"),
                        new Row("", ""));
        for (Row row : rows) {
            assertThat(Expansion.expand(row.text(), variables))
                    .as(row.text())
                    .isEqualTo(row.expanded());
        }
    }
}
