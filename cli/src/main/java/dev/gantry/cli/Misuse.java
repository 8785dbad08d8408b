package dev.gantry.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers a command line that makes no sense: what is wrong, the usage line, where to read on. */
final class Misuse {

    private static final int EXIT_CODE = 2;

    private Misuse() {}

    static int explain(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("gantry: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Usage: " + usage(command));
        boolean sub = command.getParent() != null;
        err.println("Try   ./gantry help" + (sub ? " " + command.getCommandName() : ""));
        return EXIT_CODE;
    }

    private static String usage(CommandLine command) {
        return command.getParent() == null
                ? "./gantry COMMAND [OPTIONS]"
                : command.getHelp().abbreviatedSynopsis().strip();
    }
}
