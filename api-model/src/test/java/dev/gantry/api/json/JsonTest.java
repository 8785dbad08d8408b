package dev.gantry.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void aNullListInADocumentIsAnEmptyListInAView() {
        byte[] document = "{\"endpoints\":null,\"ports\":null}".getBytes(StandardCharsets.UTF_8);
        EndpointSlice slice = Json.view(document, EndpointSlice.class);
        assertThat(slice.getEndpoints()).isEmpty();
        assertThat(slice.getPorts()).isEmpty();
    }
}
