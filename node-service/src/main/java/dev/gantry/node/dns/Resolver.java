package dev.gantry.node.dns;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** One question in, one answer out, as bytes. Safe for concurrent use. */
final class Resolver {

    private static final Logger LOG = LoggerFactory.getLogger(Resolver.class);
    private static final int PLAIN_UDP_BYTES = 512;

    private final ClusterZone zone;
    private final Upstream upstream;
    private final MeterRegistry metrics;

    Resolver(ClusterZone zone, Upstream upstream, MeterRegistry metrics) {
        this.zone = zone;
        this.upstream = upstream;
        this.metrics = metrics;
    }

    /**
     * The reply.
     *
     * @param tcp whether the answer may be of any length; otherwise it is truncated to what the
     *     client can take
     * @return empty when the bytes are no question: nothing is answered
     */
    Optional<byte[]> resolve(byte[] bytes, boolean tcp) {
        Message query;
        try {
            query = new Message(bytes);
        } catch (IOException notDns) {
            return Optional.empty();
        }
        if (query.getHeader().getFlag(Flags.QR)) {
            return Optional.empty();
        }
        Record question = query.getQuestion();
        if (query.getHeader().getOpcode() != Opcode.QUERY || question == null) {
            return Optional.of(reply(query, Rcode.NOTIMP).toWire());
        }
        return Optional.of(answer(query, question, bytes, tcp));
    }

    private byte[] answer(Message query, Record question, byte[] bytes, boolean tcp) {
        Optional<ClusterZone.Answer> ours = zone.answer(question.getName(), question.getType());
        if (ours.isEmpty()) {
            byte[] reply =
                    upstream.ask(bytes).orElseGet(() -> reply(query, Rcode.SERVFAIL).toWire());
            count(question, "forward", reply[3] & 0xf);
            return reply;
        }
        ClusterZone.Answer answer = ours.get();
        Message reply = reply(query, answer.exists() ? Rcode.NOERROR : Rcode.NXDOMAIN);
        reply.getHeader().setFlag(Flags.AA);
        answer.records().forEach(r -> reply.addRecord(r, Section.ANSWER));
        answer.additional().forEach(r -> reply.addRecord(r, Section.ADDITIONAL));
        if (answer.records().isEmpty()) {
            reply.addRecord(zone.soa(), Section.AUTHORITY);
        }
        count(question, "cluster", reply.getRcode());
        return tcp ? reply.toWire() : reply.toWire(largest(query));
    }

    private static int largest(Message query) {
        OPTRecord option = query.getOPT();
        return option == null
                ? PLAIN_UDP_BYTES
                : Math.max(PLAIN_UDP_BYTES, option.getPayloadSize());
    }

    private static Message reply(Message query, int code) {
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.RA);
        if (query.getHeader().getFlag(Flags.RD)) {
            reply.getHeader().setFlag(Flags.RD);
        }
        reply.getHeader().setRcode(code);
        if (query.getQuestion() != null) {
            reply.addRecord(query.getQuestion(), Section.QUESTION);
        }
        if (query.getOPT() != null) {
            reply.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        }
        return reply;
    }

    private void count(Record question, String server, int code) {
        metrics.counter(
                        "coredns.dns.requests",
                        "type",
                        Type.string(question.getType()),
                        "server",
                        server)
                .increment();
        metrics.counter("coredns.dns.responses", "rcode", Rcode.string(code), "server", server)
                .increment();
        LOG.trace(
                "{} {} {}",
                question.getName(),
                Type.string(question.getType()),
                Rcode.string(code));
    }
}
