package dev.gantry.node.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The client's half of SPDY/3.1, as bytes in and out. Not safe for concurrent use. */
final class SpdyClient {

    private final EmbeddedChannel codec =
            new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
    private final EmbeddedChannel decoder =
            new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
    private final Consumer<byte[]> out;
    private final Map<Integer, ByteArrayOutputStream> received = new HashMap<>();
    private final Set<Integer> ended = new HashSet<>();
    private int next = 1;

    SpdyClient(Consumer<byte[]> out) {
        this.out = out;
    }

    int open(Map<String, String> headers) {
        int id = next;
        next += 2;
        DefaultSpdySynStreamFrame frame = new DefaultSpdySynStreamFrame(id, 0, (byte) 0);
        headers.forEach((k, v) -> frame.headers().set(k, v));
        send(frame);
        return id;
    }

    void send(int stream, String text, boolean last) {
        DefaultSpdyDataFrame frame =
                new DefaultSpdyDataFrame(
                        stream, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
        frame.setLast(last);
        send(frame);
    }

    private void send(Object frame) {
        codec.writeOutbound(frame);
        List<byte[]> all = new ArrayList<>();
        for (ByteBuf bytes = codec.readOutbound(); bytes != null; bytes = codec.readOutbound()) {
            byte[] copy = new byte[bytes.readableBytes()];
            bytes.readBytes(copy);
            bytes.release();
            all.add(copy);
        }
        all.forEach(out);
    }

    void receive(byte[] bytes, int length) {
        decoder.writeInbound(Unpooled.copiedBuffer(bytes, 0, length));
        for (Object frame = decoder.readInbound(); frame != null; frame = decoder.readInbound()) {
            if (frame instanceof SpdyDataFrame data) {
                byte[] copy = new byte[data.content().readableBytes()];
                data.content().readBytes(copy);
                received.computeIfAbsent(data.streamId(), i -> new ByteArrayOutputStream())
                        .writeBytes(copy);
                if (data.isLast()) {
                    ended.add(data.streamId());
                }
            }
        }
    }

    String received(int stream) {
        return received.getOrDefault(stream, new ByteArrayOutputStream())
                .toString(StandardCharsets.UTF_8);
    }

    boolean ended(int stream) {
        return ended.contains(stream);
    }
}
