package dev.gantry.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code docs/configuration.md}, made from the sources of the settings records: their prefix, and
 * of each component its name, type, default and comment, as a comment of its own or a {@code param}
 * tag.
 */
final class ConfigurationDocument {

    private static final Pattern RECORD =
            Pattern.compile(
                    "(?s)/\\*\\*(?<doc>(?:(?!\\*/).)*)\\*/\\s*@ConfigurationProperties\\(\"(?<prefix>[^\"]+)\"\\)"
                            + "(?:\\s*@\\w+(?:\\([^)]*\\))?)*\\s*(?:public )?record \\w+\\s*\\((?<components>.*?)\\)\\s*\\{");
    private static final Pattern COMPONENT =
            Pattern.compile(
                    "(?s)(?:/\\*\\*(?<doc>(?:(?!\\*/).)*)\\*/\\s*)?(?<annotations>(?:@[\\w.]+(?:\\((?:[^()\"]|\"[^\"]*\")*\\))?\\s+)*)"
                            + "(?<type>[\\w.]+(?:<[^>]*>)?)\\s+(?:@Nullable\\s+)?(?<name>\\w+)\\s*(?:,|$)");
    private static final Pattern DEFAULT =
            Pattern.compile("@DefaultValue(?:\\((?<value>(?:[^()\"]|\"[^\"]*\")*)\\))?");
    private static final Pattern PARAM =
            Pattern.compile("(?s)@param (?<name>\\w+)\\s+(?<text>.*?)(?=@param|@throws|\\z)");

    private ConfigurationDocument() {}

    /** The document for the repository at {@code home}. */
    static String of(Path home) throws IOException {
        Map<String, String> sections = new TreeMap<>();
        try (Stream<Path> files = Files.walk(home)) {
            List<Path> sources =
                    files.filter(f -> f.toString().endsWith(".java"))
                            .filter(f -> f.toString().contains("/src/main/java/"))
                            .sorted()
                            .toList();
            for (Path source : sources) {
                Matcher record = RECORD.matcher(Files.readString(source));
                while (record.find()) {
                    sections.put(record.group("prefix"), section(record));
                }
            }
        }
        return """
        # Configuration

        Made from the settings records; do not edit. A flag (`--set KEY=VALUE` of `up`, `--KEY=VALUE` of a service) wins
        over the environment (`GANTRY_STATE_STORE_BATCH`), that over `gantry.yml` in the working or data directory, that
        over the default. A key under `gantry.` that nobody reads fails the start.

        """
                + String.join("\n", sections.values());
    }

    private static String section(Matcher record) {
        String prefix = record.group("prefix");
        StringBuilder text = new StringBuilder("## " + prefix + "\n\n");
        text.append(prose(record.group("doc")).replaceAll("(?s)\\s*@param.*", "")).append("\n\n");
        text.append("| setting | type | default | meaning |\n|---|---|---|---|\n");
        Map<String, String> params = new LinkedHashMap<>();
        Matcher param = PARAM.matcher(prose(record.group("doc")));
        while (param.find()) {
            params.put(param.group("name"), param.group("text").strip());
        }
        Matcher component = COMPONENT.matcher(record.group("components").strip());
        while (component.find()) {
            String name = component.group("name");
            String doc =
                    component.group("doc") == null
                            ? params.getOrDefault(name, "")
                            : prose(component.group("doc"));
            text.append(
                    "| `%s.%s` | %s | %s | %s |\n"
                            .formatted(
                                    prefix,
                                    dashed(name),
                                    component.group("type"),
                                    defaultOf(component.group("annotations")),
                                    doc.replace("|", "\\|")));
        }
        return text.toString();
    }

    private static String defaultOf(String annotations) {
        Matcher matcher = DEFAULT.matcher(annotations);
        if (!matcher.find() || matcher.group("value") == null) {
            return "";
        }
        String value = matcher.group("value").replace("\"", "").replaceAll("[{}]", "").strip();
        return value.isEmpty() ? "" : "`" + value + "`";
    }

    private static String prose(String comment) {
        return comment.replaceAll("\\s*\\n\\s*\\*\\s?", " ")
                .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
                .replaceAll("</?p>", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String dashed(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
