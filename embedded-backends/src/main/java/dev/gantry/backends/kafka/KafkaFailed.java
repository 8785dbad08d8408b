package dev.gantry.backends.kafka;

/** The broker could not be started; the message says why. */
public final class KafkaFailed extends RuntimeException {

    public KafkaFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
