package dev.gantry.runtime.state;

import dev.gantry.client.StateClient;

/** Clients of the state service by identity. */
public interface StateAccess {

    /** Speaks as this service. */
    StateClient asService();

    /** Speaks as the agent of one node; the same client for the same node. */
    StateClient asNode(String node);
}
