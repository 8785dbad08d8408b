package dev.gantry.cli;

import dev.gantry.cli.cluster.DataDirectory;
import dev.gantry.cli.cluster.UpLock;
import dev.gantry.cli.engine.Engine;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "down",
        description = "Stops the cluster and removes its containers, networks and rules.")
final class DownCommand implements Callable<Integer> {

    @Mixin private CommonOptions common = new CommonOptions();

    @Option(names = "--purge", description = "Also removes the data: objects, volumes, keys, logs.")
    private boolean purge;

    @Override
    public Integer call() {
        DataDirectory data = common.data();
        if (!Files.exists(data.root())) {
            System.out.println("nothing to stop: there is no " + data.shown(data.root()));
            return 0;
        }
        try (UpLock lock = UpLock.take(data, "down")) {
            boolean stopped = common.process().stop();
            if (Files.exists(data.clusterId())) {
                common.process().runRole(cleanup(data));
            }
            boolean engine = new Engine(data, common.engineSocket(), false).stopOurs();
            System.out.println(
                    (stopped ? "stopped" : "was not running")
                            + (engine ? ", with the engine it had started" : ""));
        }
        if (purge && data.purge()) {
            System.out.println("removed " + data.shown(data.root()));
        }
        return 0;
    }

    private List<String> cleanup(DataDirectory data) {
        return List.of(
                "cleanup",
                "--gantry.data-dir=" + data.root(),
                "--" + common.engineSocket().setting(),
                "--gantry.standalone.purge=" + purge);
    }
}
