package dev.gantry.controller.election;

import dev.gantry.api.status.ApiError;
import dev.gantry.client.StateClient;
import dev.gantry.controller.RememberingClient;
import org.jspecify.annotations.Nullable;

/**
 * The client of an elected component: carries the current term's fence, and refuses everything with
 * 503 while there is no term.
 */
public final class LeaderClient extends RememberingClient {

    private final StateClient unfenced;
    private volatile @Nullable StateClient fenced;

    public LeaderClient(StateClient client) {
        super(client);
        this.unfenced = client;
    }

    public void begin(Term term) {
        fenced = unfenced.fenced(term.fence());
    }

    public void end() {
        fenced = null;
    }

    @Override
    protected StateClient target() {
        StateClient current = fenced;
        if (current == null) {
            throw ApiError.unavailable("this replica does not lead").exception();
        }
        return current;
    }
}
