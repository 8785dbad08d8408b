package dev.gantry.runtime.pki;

/** Certificates cannot be read, written or made. */
public final class PkiException extends RuntimeException {

    public PkiException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
