package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class MisuseTest {

    private record Answer(int code, String text) {}

    private static Answer run(String... words) {
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setErr(new PrintWriter(err, true));
        return new Answer(line.execute(words), err.toString());
    }

    /** Of every command every option that takes a value, but those that take any path. */
    static Stream<Arguments> optionsWithValues() {
        return Main.commandLine().getSubcommands().entrySet().stream()
                .flatMap(
                        c ->
                                c.getValue().getCommandSpec().options().stream()
                                        .filter(o -> o.arity().max() > 0)
                                        .filter(o -> !ANY_VALUE.contains(o.longestName()))
                                        .map(o -> Arguments.of(c.getKey(), o)));
    }

    /** A path to be made, a namespace, a part of a name: any word may be right. */
    private static final Set<String> ANY_VALUE = Set.of("--data", "--namespace", "--only");

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("optionsWithValues")
    void nonsenseAsAValueIsAnsweredWithTheUsageLine(String command, OptionSpec option) {
        for (String nonsense : new String[] {"-1", "banana", "99999999999999999999", "ü\n"}) {
            assertMisuse(run(command, option.longestName() + "=" + nonsense), command);
        }
    }

    static Stream<String> commands() {
        return Main.commandLine().getSubcommands().keySet().stream()
                .filter(c -> !c.equals("kubectl") && !c.equals("help"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void anUnknownOptionIsAnsweredWithTheUsageLine(String command) {
        assertMisuse(run(command, "--nonsense"), command);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void anOptionWithoutItsValueIsAnsweredWithTheUsageLine(String command) {
        assertMisuse(run(command, "--data"), command);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void eachCommandExplainsItselfWithEveryOption(String command) {
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true));
        assertThat(line.execute(command, "--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: ./gantry " + command).contains("--data");
        assertThat(
                        line.getSubcommands().get(command).getCommandSpec().options().stream()
                                .filter(o -> o.description().length == 0)
                                .map(OptionSpec::longestName))
                .as("options that say nothing of themselves")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "down now",
                "status of things",
                "dev",
                "dev nonsense",
                "bench nonsense",
                "trace",
                "trace nonsense",
                "trace pod/",
                "logs one two",
                "up -f /no/such/file.yaml",
                "up --set gantry",
                "up --topology=ring",
                "up --api-port=0",
                "up --nodes=0"
            })
    void wordsThatMakeNoSenseAreAnsweredWithTheUsageLine(String words) {
        String[] split = words.split(" ");
        Set<String> known = new TreeSet<>(Main.commandLine().getSubcommands().keySet());
        assertMisuse(run(split), known.contains(split[0]) ? split[0] : "COMMAND");
    }

    private static void assertMisuse(Answer answer, String command) {
        assertThat(answer.text())
                .startsWith("gantry: ")
                .containsPattern("(?m)^Usage: ./gantry " + command)
                .contains("./gantry help")
                .doesNotContain("Exception");
        assertThat(answer.text().lines().count()).isLessThan(9);
        assertThat(answer.code()).as(answer.text()).isEqualTo(2);
    }

    @Test
    void theHelpNamesEveryCommand() throws Exception {
        String help = java.nio.file.Files.readString(java.nio.file.Path.of("../docs/help.txt"));
        String missing =
                Main.commandLine().getSubcommands().keySet().stream()
                        .filter(c -> !help.contains("\n  " + c + " "))
                        .collect(Collectors.joining(" "));
        assertThat(missing).isEmpty();
        assertThat(help.lines()).allMatch(l -> l.length() <= 100);
    }
}
