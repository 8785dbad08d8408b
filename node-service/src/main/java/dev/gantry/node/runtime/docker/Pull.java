package dev.gantry.node.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.model.PullResponseItem;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a pull and keeps why it failed. */
final class Pull extends ResultCallback.Adapter<PullResponseItem> {

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable RuntimeException failure;

    @Override
    public void onNext(PullResponseItem item) {
        if (item.getErrorDetail() != null) {
            failure = new DockerClientException(String.valueOf(item.getErrorDetail().getMessage()));
        }
    }

    @Override
    public void onError(Throwable error) {
        failure =
                error instanceof RuntimeException e
                        ? e
                        : new DockerClientException(error.toString());
        ended.countDown();
    }

    @Override
    public void onComplete() {
        ended.countDown();
    }

    /** False when the time is over. */
    boolean await(long minutes) throws InterruptedException {
        boolean complete = ended.await(minutes, TimeUnit.MINUTES);
        RuntimeException why = failure;
        if (why != null) {
            throw why;
        }
        return complete;
    }
}
