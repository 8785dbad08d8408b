package dev.gantry.benchmarks.micro;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the micro benchmarks of this package; about two minutes. */
public final class Micro {

    private Micro() {}

    /**
     * @param only part of the benchmarks' names, empty for all
     */
    public static void run(String only) throws RunnerException {
        new Runner(
                        new OptionsBuilder()
                                .include("\\.micro\\..*" + only)
                                .forks(1)
                                .warmupIterations(3)
                                .warmupTime(TimeValue.seconds(2))
                                .measurementIterations(5)
                                .measurementTime(TimeValue.seconds(1))
                                .jvmArgsAppend("-Xmx1g", "-XX:+UseSerialGC")
                                .build())
                .run();
    }
}
