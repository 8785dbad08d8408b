package dev.gantry.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.client.StateClient.ByteListing;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ListBytesTest {

    private static ByteListing cut(String list) {
        return ListBytes.cut(list.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void itemsAreCutOutAsTheyStand() {
        ByteListing listing =
                cut(
                        """
                        {"kind":"L","metadata":{"a":{"b":[1]},"resourceVersion":"17","continue":"c"},
                         "items":[ {"größe":"ä","x":{}} ,{"y":[{"z":1}]}],"more":{"items":[{}]}}\
                        """);
        assertThat(listing.revision()).isEqualTo(17);
        assertThat(listing.continueToken()).isEqualTo("c");
        assertThat(listing.items())
                .extracting(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .containsExactly("{\"größe\":\"ä\",\"x\":{}}", "{\"y\":[{\"z\":1}]}");
    }

    @Test
    void listWithoutItemsIsEmpty() {
        assertThat(cut("{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":null}").items())
                .isEmpty();
        assertThat(cut("{\"items\":[]}").revision()).isZero();
    }
}
