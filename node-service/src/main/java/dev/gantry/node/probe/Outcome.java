package dev.gantry.node.probe;

/** What one attempt found. */
sealed interface Outcome {

    record Success() implements Outcome {}

    /**
     * @param message why, as kubelet's event ends
     */
    record Failure(String message) implements Outcome {}

    /** The attempt itself could not be made; it counts as nothing. */
    record Unknown(String message) implements Outcome {}

    Outcome SUCCESS = new Success();
}
