package dev.gantry.cli.trace;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.cli.CommonOptions;
import dev.gantry.cli.Refusal;
import dev.gantry.cli.argument.Count;
import dev.gantry.cli.cluster.Endpoints;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "trace",
        description =
                "Shows the way of the last change of an object, from the request to the container.")
public final class TraceCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(
            paramLabel = "KIND/NAME",
            description = "As kubectl spells it: pod/web-1, deploy/web, deployments.apps/web.")
    private String object = "";

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "Default: default.")
    private String namespace = "default";

    @Option(
            names = "--last",
            paramLabel = "N",
            converter = Count.Some.class,
            description = "Show the last N changes, the newest first; default 1.")
    private int last = 1;

    @Override
    public Integer call() {
        String wanted = wanted();
        RememberedSteps remembered =
                new RememberedSteps(common.clientConfig(), Endpoints.read(common.data()));
        List<Step> steps = remembered.about(wanted);
        List<String> traces = TracePicture.traces(steps, wanted);
        for (String service : remembered.silent()) {
            System.err.println("gantry: " + service + " does not answer; its steps are missing");
        }
        if (traces.isEmpty()) {
            throw new Refusal(
                    1,
                    "nothing is remembered about "
                            + wanted
                            + ": the name is wrong, or its last change is too long ago or older than"
                            + " the running cluster");
        }
        for (String trace : traces.subList(0, Math.clamp(last, 1, traces.size()))) {
            System.out.println("trace " + trace + " of " + wanted);
            TracePicture.draw(steps, trace, wanted).forEach(System.out::println);
        }
        return 0;
    }

    private String wanted() {
        int slash = object.indexOf('/');
        if (slash < 1 || slash == object.length() - 1) {
            throw new ParameterException(
                    spec.commandLine(), "expected KIND/NAME such as pod/web-1, found " + object);
        }
        ResourceType type = type(object.substring(0, slash).toLowerCase(Locale.ROOT));
        String name = object.substring(slash + 1);
        return type.groupResource() + "/" + (type.namespaced() ? namespace + "/" + name : name);
    }

    /** By plural, singular, short name or {@code resource.group}; core and apps come first. */
    private static ResourceType type(String word) {
        return Catalog.builtIn().types().stream()
                .filter(
                        t ->
                                t.resource().equals(word)
                                        || t.singular().equals(word)
                                        || t.kind().toLowerCase(Locale.ROOT).equals(word)
                                        || t.shortNames().contains(word)
                                        || t.groupResource().equals(word))
                .findFirst()
                .orElseThrow(() -> new Refusal(2, "there is no kind " + word));
    }
}
