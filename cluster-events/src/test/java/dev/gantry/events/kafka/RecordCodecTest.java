package dev.gantry.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.events.ChangeRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecordCodecTest {

    private static final UUID EPOCH = UUID.fromString("0af76519-16cd-43dd-8448-eb211c80319c");
    private static final ChangeRecord.Changed CHANGED =
            new ChangeRecord.Changed(
                    EPOCH,
                    42,
                    41,
                    ChangeRecord.Kind.ADDED,
                    new ObjectKey("pods", "default", "web-1"),
                    "u",
                    "{\"größe\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    null);

    @Test
    void decodesWhatItEncodes() throws IOException {
        ChangeRecord.Changed read =
                (ChangeRecord.Changed) RecordCodec.decode(RecordCodec.encode(CHANGED));
        assertThat(read).usingRecursiveComparison().isEqualTo(CHANGED);
        for (ChangeRecord record :
                new ChangeRecord[] {
                    new ChangeRecord.Progress(EPOCH, 7, 6), new ChangeRecord.Reset(EPOCH)
                }) {
            assertThat(RecordCodec.decode(RecordCodec.encode(record))).isEqualTo(record);
        }
    }

    @Test
    void emptyBodyIsNotAReference() throws IOException {
        ChangeRecord.Changed empty =
                new ChangeRecord.Changed(
                        EPOCH,
                        1,
                        0,
                        ChangeRecord.Kind.DELETED,
                        CHANGED.key(),
                        "",
                        new byte[0],
                        "t");
        assertThat(((ChangeRecord.Changed) RecordCodec.decode(RecordCodec.encode(empty))).body())
                .isEmpty();
    }

    @Test
    void laterVersionIsRefused() {
        byte[] bytes = RecordCodec.encode(CHANGED);
        bytes[0] = 99;
        assertThatThrownBy(() -> RecordCodec.decode(bytes)).hasMessageContaining("found 99");
    }

    @Test
    void cutOffRecordIsRefused() {
        byte[] bytes = RecordCodec.encode(CHANGED);
        assertThatThrownBy(() -> RecordCodec.decode(Arrays.copyOf(bytes, 30)))
                .isInstanceOf(IOException.class);
    }
}
