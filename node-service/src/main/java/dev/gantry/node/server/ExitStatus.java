package dev.gantry.node.server;

import dev.gantry.api.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** How a command ended, as the error channel tells it. */
final class ExitStatus {

    private ExitStatus() {}

    static byte[] of(int exitCode) {
        ObjectNode status = Json.object();
        status.putObject("metadata");
        if (exitCode == 0) {
            return Json.bytes(status.put("status", "Success"));
        }
        status.put("status", "Failure");
        status.put(
                "message", "command terminated with non-zero exit code: exit status " + exitCode);
        status.put("reason", "NonZeroExitCode");
        status.putObject("details")
                .putArray("causes")
                .addObject()
                .put("reason", "ExitCode")
                .put("message", Integer.toString(exitCode));
        return Json.bytes(status);
    }

    /** The command could not be run or followed. */
    static byte[] failure(String message) {
        ObjectNode status = Json.object();
        status.putObject("metadata");
        return Json.bytes(
                status.put("status", "Failure")
                        .put("message", message)
                        .put("reason", "InternalError")
                        .put("code", 500));
    }
}
