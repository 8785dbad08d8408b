package dev.gantry.node.pod;

import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.SandboxState;
import java.time.Duration;

/** One thing to do for a pod. All may be repeated. */
sealed interface PodAction {

    record SetUpVolumes() implements PodAction {}

    record StartSandbox(int attempt) implements PodAction {}

    record RemoveSandbox(SandboxState sandbox) implements PodAction {}

    /**
     * Gets the image, makes the container, starts it and runs its start hook.
     *
     * @param attempt its restart count
     */
    record StartContainer(String name, int attempt) implements PodAction {}

    /**
     * Runs the stop hook, then asks the container to stop.
     *
     * @param grace how long it has, hook included
     * @param why the event's message
     */
    record StopContainer(ContainerState container, Duration grace, String why)
            implements PodAction {}

    /** Its time is over. */
    record KillContainer(ContainerState container) implements PodAction {}

    /** Removes one that ended and that nobody asks about any more. */
    record RemoveContainer(ContainerState container) implements PodAction {}

    /** Says once that a container waits before it is tried again. */
    record TellBackOff(String name, String key, boolean image) implements PodAction {}

    /** Takes the volumes down and frees the address. */
    record CleanUp() implements PodAction {}

    /** Tells the API that the pod has ended, so that the object can go. */
    record DeleteObject() implements PodAction {}

    /** Nothing is left: the worker may end. */
    record Forget() implements PodAction {}
}
