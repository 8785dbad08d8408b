package dev.gantry.reconciler.cronjob;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cron schedule of five fields, {@code @hourly} and its like, or {@code @every 1h30m}. Immutable.
 *
 * <p>As cron has it: where both day of month and day of week are restricted, either will do. A time
 * that a change of clocks leaves out is left out. Finding the next time skips whole months, days
 * and hours that do not match.
 */
final class Schedule {

    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");
    private static final List<String> DAYS =
            List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final int YEARS_AHEAD = 5;

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet daysOfMonth;
    private final BitSet months;
    private final BitSet daysOfWeek;
    private final boolean anyDayOfMonth;
    private final boolean anyDayOfWeek;
    private final @Nullable Duration every;
    private final ZoneId zone;

    private Schedule(String[] fields, ZoneId zone) {
        this.minutes = field(fields[0], 0, 59, List.of());
        this.hours = field(fields[1], 0, 23, List.of());
        this.daysOfMonth = field(fields[2], 1, 31, List.of());
        this.months = field(fields[3], 1, 12, MONTHS);
        this.daysOfWeek = field(fields[4], 0, 7, DAYS);
        if (daysOfWeek.get(7)) {
            daysOfWeek.set(0);
        }
        this.anyDayOfMonth = isAny(fields[2]);
        this.anyDayOfWeek = isAny(fields[4]);
        this.every = null;
        this.zone = zone;
    }

    private Schedule(Duration every) {
        BitSet none = new BitSet();
        this.minutes = none;
        this.hours = none;
        this.daysOfMonth = none;
        this.months = none;
        this.daysOfWeek = none;
        this.anyDayOfMonth = true;
        this.anyDayOfWeek = true;
        this.every = every;
        this.zone = ZoneId.of("UTC");
    }

    private static boolean isAny(String field) {
        return field.startsWith("*") || field.startsWith("?");
    }

    /**
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static Schedule parse(String text, ZoneId zone) {
        String trimmed = text.trim();
        if (trimmed.startsWith("@every ")) {
            String iso = "PT" + trimmed.substring(7).trim().toUpperCase(Locale.ROOT);
            try {
                return new Schedule(Duration.parse(iso));
            } catch (java.time.DateTimeException e) {
                throw new IllegalArgumentException("failed to parse duration " + trimmed, e);
            }
        }
        String plain =
                switch (trimmed) {
                    case "@yearly", "@annually" -> "0 0 1 1 *";
                    case "@monthly" -> "0 0 1 * *";
                    case "@weekly" -> "0 0 * * 0";
                    case "@daily", "@midnight" -> "0 0 * * *";
                    case "@hourly" -> "0 * * * *";
                    default -> trimmed;
                };
        String[] fields = plain.split("\\s+");
        if (fields.length != 5) {
            throw new IllegalArgumentException(
                    "expected exactly 5 fields, found " + fields.length + ": " + text);
        }
        return new Schedule(fields, zone);
    }

    private static BitSet field(String text, int low, int high, List<String> names) {
        BitSet set = new BitSet();
        for (String part : text.toLowerCase(Locale.ROOT).split(",")) {
            String[] stepped = part.split("/", 2);
            int step = stepped.length > 1 ? number(stepped[1], low, List.of()) : 1;
            int from = low;
            int to = high == 7 ? 6 : high;
            if (!stepped[0].equals("*") && !stepped[0].equals("?")) {
                String[] range = stepped[0].split("-", 2);
                from = number(range[0], low, names);
                to =
                        range.length > 1
                                ? number(range[1], low, names)
                                : stepped.length > 1 ? to : from;
            }
            if (step <= 0 || from < low || to > high || from > to) {
                throw new IllegalArgumentException("out of range: " + text);
            }
            for (int i = from; i <= to; i += step) {
                set.set(i);
            }
        }
        return set;
    }

    private static int number(String text, int low, List<String> names) {
        int name = names.indexOf(text);
        if (name >= 0) {
            return name + low;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a number: " + text, e);
        }
    }

    /** The first time after {@code instant}; empty when there is none in the next years. */
    Optional<Instant> next(Instant instant) {
        if (every != null) {
            return Optional.of(instant.truncatedTo(ChronoUnit.SECONDS).plus(every));
        }
        ZonedDateTime at = instant.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        int lastYear = at.getYear() + YEARS_AHEAD;
        while (at.getYear() <= lastYear) {
            if (!months.get(at.getMonthValue())) {
                at = at.plusMonths(1).withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS);
            } else if (!isDay(at)) {
                at = at.plusDays(1).truncatedTo(ChronoUnit.DAYS);
            } else if (!hours.get(at.getHour())) {
                at = at.plusHours(1).truncatedTo(ChronoUnit.HOURS);
            } else if (!minutes.get(at.getMinute())) {
                at = at.plusMinutes(1);
            } else {
                return Optional.of(at.toInstant());
            }
        }
        return Optional.empty();
    }

    private boolean isDay(ZonedDateTime at) {
        boolean ofMonth = daysOfMonth.get(at.getDayOfMonth());
        boolean ofWeek = daysOfWeek.get(at.getDayOfWeek().getValue() % 7);
        return anyDayOfMonth || anyDayOfWeek ? ofMonth && ofWeek : ofMonth || ofWeek;
    }
}
