package dev.gantry.node.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyPingFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyGoAwayFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The server side of SPDY/3.1 over any two byte streams: Netty's codec without its event loop, read
 * by one blocking thread. Flow control is left to the transport, as Kubernetes' own implementation
 * leaves it.
 */
final class SpdyConnection {

    private static final int READ_BYTES = 16 * 1024;
    private static final int MOST_STREAMS = 4_000;

    private final InputStream in;
    private final OutputStream out;
    private final Streams streams;
    private final EmbeddedChannel decoder = codec();
    private final EmbeddedChannel encoder = codec();
    private final ReentrantLock sending = new ReentrantLock();
    private final Map<Integer, SpdyStream> open = new ConcurrentHashMap<>();

    /** Told of the streams that the client opens. */
    interface Streams {
        void opened(SpdyStream stream) throws IOException;
    }

    SpdyConnection(InputStream in, OutputStream out, Streams streams) {
        this.in = in;
        this.out = out;
        this.streams = streams;
    }

    private static EmbeddedChannel codec() {
        return new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
    }

    /** Reads until the client says goodbye or is gone; streams that are open then are ended. */
    void run() throws IOException {
        byte[] buffer = new byte[READ_BYTES];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                decoder.writeInbound(Unpooled.copiedBuffer(buffer, 0, n));
                if (!drain()) {
                    return;
                }
            }
        } finally {
            for (SpdyStream stream : open.values()) {
                stream.receiver().end();
            }
            open.clear();
            decoder.finishAndReleaseAll();
            sending.lock();
            try {
                encoder.finishAndReleaseAll();
            } finally {
                sending.unlock();
            }
        }
    }

    /** False when the client has said goodbye. */
    private boolean drain() throws IOException {
        for (Object frame = decoder.readInbound(); frame != null; frame = decoder.readInbound()) {
            try {
                if (frame instanceof SpdyGoAwayFrame) {
                    return false;
                }
                handle(frame);
            } finally {
                ReferenceCountUtil.release(frame);
            }
        }
        return true;
    }

    private void handle(Object frame) throws IOException {
        switch (frame) {
            case SpdySynStreamFrame opened -> opened(opened);
            case SpdyDataFrame data -> data(data);
            case SpdyRstStreamFrame reset -> {
                SpdyStream stream = open.remove(reset.streamId());
                if (stream != null) {
                    stream.receiver().end();
                }
            }
            case SpdyPingFrame ping -> send(new DefaultSpdyPingFrame(ping.id()));
            default -> {
                // settings and windows say nothing that is needed here
            }
        }
    }

    private void opened(SpdySynStreamFrame frame) throws IOException {
        if (open.size() >= MOST_STREAMS) {
            send(new DefaultSpdyRstStreamFrame(frame.streamId(), SpdyStreamStatus.REFUSED_STREAM));
            return;
        }
        Map<String, String> headers = new HashMap<>();
        frame.headers()
                .forEach(
                        h ->
                                headers.put(
                                        h.getKey().toString().toLowerCase(Locale.ROOT),
                                        h.getValue().toString()));
        SpdyStream stream = new SpdyStream(this, frame.streamId(), headers);
        open.put(frame.streamId(), stream);
        SpdySynReplyFrame reply = new DefaultSpdySynReplyFrame(frame.streamId());
        // without any header the codec leaves out the block, and clients then drop the connection
        reply.headers().set("status", "ok");
        send(reply);
        streams.opened(stream);
    }

    private void data(SpdyDataFrame frame) throws IOException {
        SpdyStream stream = open.get(frame.streamId());
        if (stream == null) {
            return;
        }
        byte[] bytes = new byte[frame.content().readableBytes()];
        frame.content().readBytes(bytes);
        if (bytes.length > 0) {
            stream.receiver().data(bytes);
        }
        if (frame.isLast()) {
            stream.receiver().end();
        }
    }

    void data(int id, byte[] bytes, int offset, int length, boolean last) throws IOException {
        DefaultSpdyDataFrame frame =
                new DefaultSpdyDataFrame(id, Unpooled.copiedBuffer(bytes, offset, length));
        frame.setLast(last);
        send(frame);
    }

    void reset(int id) throws IOException {
        open.remove(id);
        send(new DefaultSpdyRstStreamFrame(id, SpdyStreamStatus.CANCEL));
    }

    /** Forgets a stream that both sides have ended. */
    void forget(SpdyStream stream) {
        open.remove(stream.id());
    }

    private void send(Object frame) throws IOException {
        sending.lock();
        try {
            encoder.writeOutbound(frame);
            for (ByteBuf bytes = encoder.readOutbound();
                    bytes != null;
                    bytes = encoder.readOutbound()) {
                byte[] all = new byte[bytes.readableBytes()];
                bytes.readBytes(all);
                bytes.release();
                out.write(all);
            }
            out.flush();
        } finally {
            sending.unlock();
        }
    }
}
