package dev.gantry.state.store;

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
}
