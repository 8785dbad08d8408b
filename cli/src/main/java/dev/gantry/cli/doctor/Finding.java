package dev.gantry.cli.doctor;

/** One line of the doctor. */
public record Finding(Level level, String what, String detail) {

    /** How bad it is. */
    public enum Level {
        OK,
        NOTE,
        /** {@code up} will not get far. */
        BAD
    }

    /** {@code ok engine docker 20.10, cgroup v1}. */
    public String shown() {
        return "%-5s %-9s %s"
                .formatted(level.name().toLowerCase(java.util.Locale.ROOT), what, detail);
    }
}
