package dev.gantry.runtime.state;

import dev.gantry.client.informer.InformerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/** Starts the informers when all beans have asked for theirs, and before anything else starts. */
final class InformerStart implements SmartLifecycle {

    private final ObjectProvider<InformerFactory> informers;
    private volatile boolean running;

    InformerStart(ObjectProvider<InformerFactory> informers) {
        this.informers = informers;
    }

    @Override
    public void start() {
        informers.forEach(InformerFactory::start);
        running = true;
    }

    /** Informers end with the context, after those who read them. */
    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1000;
    }
}
