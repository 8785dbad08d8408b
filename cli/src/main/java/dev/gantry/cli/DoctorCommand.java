package dev.gantry.cli;

import dev.gantry.cli.doctor.Diagnosis;
import dev.gantry.cli.doctor.Finding;
import dev.gantry.cli.doctor.Machine;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        description = "Tells what this machine has and lacks, and what to do about it.")
final class DoctorCommand implements Callable<Integer> {

    @Mixin private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        List<Finding> findings =
                Diagnosis.of(Machine.read(common.data(), common.process(), common.engineSocket()));
        findings.forEach(f -> System.out.println(f.shown()));
        return findings.stream().anyMatch(f -> f.level() == Finding.Level.BAD) ? 2 : 0;
    }
}
