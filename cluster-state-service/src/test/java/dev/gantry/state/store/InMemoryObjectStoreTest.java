package dev.gantry.state.store;

import static dev.gantry.state.store.Groups.configMap;
import static dev.gantry.state.store.Groups.create;
import static dev.gantry.state.store.Groups.group;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InMemoryObjectStoreTest extends ObjectStoreContractTest {

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected void compact(long upTo) {
        store.compact(upTo);
    }

    @Test
    void whatIsForgottenIsRefused() {
        store.commit(group(create(configMap("a"), "1")));
        store.compact(1);
        assertThatThrownBy(() -> store.changesAfter(0, 10))
                .isInstanceOf(ObjectStore.Compacted.class);
    }

    @Test
    void whileAwayEveryCallFails() {
        store.away(true);
        assertThatThrownBy(store::revision).isInstanceOf(ObjectStore.StoreUnavailable.class);
        assertThatThrownBy(() -> store.commit(group(create(configMap("a"), "1"))))
                .isInstanceOf(ObjectStore.StoreUnavailable.class);
    }
}
