package dev.gantry.runtime.launch;

/** A key under {@code gantry.} that no settings record declares. */
public final class UnknownSettingException extends RuntimeException {

    UnknownSettingException(String name, String nearest) {
        super("there is no setting " + name + "; the nearest one is " + nearest);
    }
}
