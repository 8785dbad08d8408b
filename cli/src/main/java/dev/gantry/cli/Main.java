package dev.gantry.cli;

import dev.gantry.cli.trace.TraceCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The gantry command. */
@Command(
        name = "gantry",
        synopsisHeading = "Usage: ",
        customSynopsis = "./gantry COMMAND [OPTIONS]",
        description = "Runs a cluster that speaks the Kubernetes API on this machine.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            DevCommand.class,
            DoctorCommand.class,
            KubectlCommand.class,
            TraceCommand.class,
            BenchCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main {

    private Main() {}

    /** Exit codes: 0 done, 1 failed, 2 wrong use or something is missing, 3 no node is ready. */
    public static void main(String[] args) {
        Runtime.getRuntime().exit(run(args));
    }

    static int run(String... args) {
        return commandLine().execute(args.length == 0 ? new String[] {"help"} : args);
    }

    static CommandLine commandLine() {
        CommandLine line =
                new CommandLine(new Main())
                        .setCommandName("./gantry")
                        .setUsageHelpAutoWidth(true)
                        .setParameterExceptionHandler(Misuse::explain)
                        .setExecutionExceptionHandler(Main::explain);
        line.getSubcommands()
                .get("kubectl")
                .setStopAtPositional(true)
                .setUnmatchedOptionsArePositionalParams(true);
        return line;
    }

    private static int explain(
            Exception failure, CommandLine command, CommandLine.ParseResult result) {
        if (failure instanceof Refusal refusal) {
            command.getErr().println("gantry: " + refusal.getMessage());
            return refusal.exitCode();
        }
        command.getErr().println("gantry: " + failure);
        if (System.getenv("GANTRY_DEBUG") != null) {
            failure.printStackTrace(command.getErr());
        }
        return 1;
    }
}
