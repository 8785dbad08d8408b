package dev.gantry.node.pod;

/** A container can not be started as things are; becomes a waiting state and an event. */
final class StartProblem extends RuntimeException {

    private final String reason;

    StartProblem(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** The spec asks for what is not there: {@code CreateContainerConfigError}. */
    static StartProblem config(String message) {
        return new StartProblem("CreateContainerConfigError", message);
    }

    String reason() {
        return reason;
    }
}
