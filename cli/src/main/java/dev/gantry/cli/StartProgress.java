package dev.gantry.cli;

import dev.gantry.cli.cluster.Progress;
import java.util.List;

/** Waits until a cluster's process says that it is up, showing each step as it ends. */
final class StartProgress {

    private final CommonOptions common;

    StartProgress(CommonOptions common) {
        this.common = common;
    }

    /**
     * @throws Refusal when the start failed, with the reason
     */
    void await(ProcessHandle process, boolean show) throws InterruptedException {
        Progress progress = new Progress(common.data());
        int shown = 0;
        while (true) {
            boolean alive = process.isAlive();
            List<Progress.Step> steps = progress.steps();
            for (Progress.Step step : steps.subList(shown, steps.size())) {
                if (step.name().equals("failed")) {
                    throw failed(step.detail(), shown);
                }
                if (step.name().equals("ready")) {
                    return;
                }
                if (show) {
                    System.out.print((shown == 0 ? "" : " · ") + step.shown());
                    System.out.flush();
                }
                shown++;
            }
            if (!alive) {
                throw failed("the cluster's process ended while starting", shown);
            }
            Thread.sleep(50);
        }
    }

    private Refusal failed(String why, int shown) {
        if (shown > 0) {
            System.out.println();
        }
        return new Refusal(
                1, why + "; its log is " + common.data().shown(common.data().log("gantry.log")));
    }
}
