package dev.gantry.cli;

/** Something the command will not or cannot do; the message says what to do instead. */
public final class Refusal extends RuntimeException {

    private final int exitCode;

    /**
     * @param exitCode 1 failed, 2 wrong use or something is missing, 3 no node is ready
     */
    public Refusal(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
