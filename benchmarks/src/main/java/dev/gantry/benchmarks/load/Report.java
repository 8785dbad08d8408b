package dev.gantry.benchmarks.load;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Prints rows as they are measured. Machines differ and are noisy: the ratio to what was measured
 * beside it counts, not the figure.
 */
public final class Report {

    private static final String ROW = "%-46s %10s %9s %9s   %s%n";

    private final PrintStream out;

    public Report(PrintStream out) {
        this.out = out;
    }

    public void title(String what) {
        out.printf(Locale.ROOT, "%n" + ROW, what, "per s", "p50 ms", "p99 ms", "beside it");
    }

    /** A figure that others are compared with. */
    public void baseline(String what, Figures figures) {
        row("  " + what, figures, "baseline");
    }

    /** Throughput against a baseline's: 2.0x is twice as many a second. */
    public void rate(String what, Figures figures, String than, Figures baseline) {
        double ratio = figures.perSecond() / baseline.perSecond();
        row(what, figures, "%.2fx the rate of %s".formatted(ratio, than));
    }

    /** Duration against a baseline's: 2.0x takes twice as long. */
    public void duration(String what, Figures figures, String than, Figures baseline) {
        double ratio = figures.medianMillis() / baseline.medianMillis();
        row(what, figures, "%.2fx the time of %s".formatted(ratio, than));
    }

    public void alone(String what, Figures figures) {
        row(what, figures, "");
    }

    public void skipped(String what, String why) {
        out.printf(Locale.ROOT, "%-46s skipped: %s%n", what, why);
    }

    private void row(String what, Figures figures, String beside) {
        out.printf(
                Locale.ROOT,
                ROW,
                what,
                number(figures.perSecond()),
                number(figures.millis(0.5)),
                number(figures.millis(0.99)),
                beside);
        out.flush();
    }

    private static String number(double value) {
        return String.format(
                Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
    }
}
