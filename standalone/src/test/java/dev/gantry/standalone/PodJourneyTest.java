package dev.gantry.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The classes that {@code docs/pod-journey.md} names exist. */
class PodJourneyTest {

    private static final Pattern CLASS = Pattern.compile("`([A-Z][A-Za-z0-9]+)`");

    @Test
    void everyClassOnTheWayExists() throws IOException {
        Path home = Path.of("").toAbsolutePath().getParent();
        List<String> named =
                CLASS.matcher(Files.readString(home.resolve("docs/pod-journey.md")))
                        .results()
                        .map(m -> m.group(1))
                        .distinct()
                        .toList();
        assertThat(named).hasSizeGreaterThan(15);
        assertThat(classes(home)).containsAll(named);
    }

    private static Set<String> classes(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".java"))
                    .map(f -> f.substring(0, f.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
