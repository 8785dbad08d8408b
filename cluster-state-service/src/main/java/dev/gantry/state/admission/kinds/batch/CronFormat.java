package dev.gantry.state.admission.kinds.batch;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The text form of a schedule: five fields or a name. Kubernetes: "CronJob", "Schedule syntax". */
final class CronFormat {

    private static final Set<String> NAMES =
            Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
    private static final Pattern EVERY = Pattern.compile("@every ([0-9.]+(ns|us|ms|s|m|h))+");
    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");
    private static final List<String> DAYS =
            List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    /** One field: its bounds and the words that stand for numbers, the first for the least. */
    private record Field(int least, int most, List<String> words) {}

    private static final List<Field> FIELDS =
            List.of(
                    new Field(0, 59, List.of()),
                    new Field(0, 23, List.of()),
                    new Field(1, 31, List.of()),
                    new Field(1, 12, MONTHS),
                    new Field(0, 6, DAYS));

    private static final Map<String, String> ANY = Map.of("*", "", "?", "");

    private CronFormat() {}

    /** Why the text is no schedule; empty when it is one. */
    static String problem(String text) {
        if (text.startsWith("@")) {
            return NAMES.contains(text) || EVERY.matcher(text).matches()
                    ? ""
                    : "unrecognized descriptor: " + text;
        }
        String[] fields = text.strip().split("\\s+");
        if (fields.length != FIELDS.size()) {
            return "expected exactly 5 fields, found %d: [%s]".formatted(fields.length, text);
        }
        for (int i = 0; i < fields.length; i++) {
            for (String part : fields[i].split(",", -1)) {
                String problem = part(part, FIELDS.get(i));
                if (!problem.isEmpty()) {
                    return problem;
                }
            }
        }
        return "";
    }

    private static String part(String part, Field field) {
        String[] stepped = part.split("/", -1);
        if (stepped.length > 2) {
            return "too many slashes: " + part;
        }
        if (stepped.length == 2 && number(stepped[1], List.of(), 0) <= 0) {
            return "step of range should be a positive number: " + part;
        }
        if (ANY.containsKey(stepped[0])) {
            return "";
        }
        String[] ends = stepped[0].split("-", -1);
        if (ends.length > 2) {
            return "too many hyphens: " + part;
        }
        int from = number(ends[0], field.words(), field.least());
        int to = number(ends[ends.length - 1], field.words(), field.least());
        if (from < 0 || to < 0) {
            return "failed to parse int from " + part;
        }
        if (from < field.least()) {
            return "beginning of range (%d) below minimum (%d): %s"
                    .formatted(from, field.least(), part);
        }
        if (to > field.most()) {
            return "end of range (%d) above maximum (%d): %s".formatted(to, field.most(), part);
        }
        return from > to
                ? "beginning of range (%d) beyond end of range (%d): %s".formatted(from, to, part)
                : "";
    }

    private static int number(String text, List<String> words, int first) {
        int word = words.indexOf(text.toLowerCase(java.util.Locale.ROOT));
        if (word >= 0) {
            return word + first;
        }
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    }
}
