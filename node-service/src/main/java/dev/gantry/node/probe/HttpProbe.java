package dev.gantry.node.probe;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A GET that only wants to know the status: 200 to 399 is success, redirects to the same host are
 * followed. A socket of its own each time, so that a container's server is seen as a new client
 * sees it.
 */
public final class HttpProbe {

    private static final int MOST_REDIRECTS = 10;
    private static final int LONGEST_LINE = 8 * 1024;
    private static final String AGENT = "kube-probe/1.36";

    private HttpProbe() {}

    private record Answer(int status, String location) {}

    /** A hook's request: empty when it went well, else why not. */
    public static Optional<String> failure(
            HTTPGetAction action, String host, Container container, Duration timeout) {
        int port = new ProbeTarget("", "", container, host, Instant.EPOCH).port(action.getPort());
        return get(action, host, port, timeout) instanceof Outcome.Failure failed
                ? Optional.of(failed.message())
                : Optional.empty();
    }

    /** A failure carries the words for its event. */
    static Outcome get(HTTPGetAction action, String host, int port, Duration timeout) {
        boolean tls = "HTTPS".equals(action.getScheme());
        String path = Objects.requireNonNullElse(action.getPath(), "/");
        URI uri =
                URI.create(
                        (tls ? "https" : "http")
                                + "://"
                                + host
                                + ":"
                                + port
                                + (path.startsWith("/") ? path : "/" + path));
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            Answer answer = request(uri, headers(action), deadline);
            for (int i = 0; i < MOST_REDIRECTS && redirects(answer); i++) {
                URI next = uri.resolve(answer.location());
                if (!Objects.equals(next.getHost(), uri.getHost())) {
                    return Outcome.SUCCESS;
                }
                uri = next;
                answer = request(uri, headers(action), deadline);
            }
            return answer.status() >= 200 && answer.status() < 400
                    ? Outcome.SUCCESS
                    : new Outcome.Failure("HTTP probe failed with statuscode: " + answer.status());
        } catch (SocketTimeoutException e) {
            return new Outcome.Failure(
                    "Get \"%s\": context deadline exceeded (Client.Timeout exceeded while awaiting"
                                    .formatted(uri)
                            + " headers)");
        } catch (EOFException e) {
            return new Outcome.Failure("Get \"%s\": EOF".formatted(uri));
        } catch (IOException | IllegalArgumentException e) {
            String why =
                    e instanceof IOException io
                            ? Prober.dialError(host, port, io)
                            : String.valueOf(e.getMessage());
            return new Outcome.Failure("Get \"%s\": %s".formatted(uri, why));
        }
    }

    private static boolean redirects(Answer answer) {
        return answer.status() >= 300 && answer.status() < 400 && !answer.location().isEmpty();
    }

    private static List<HTTPHeader> headers(HTTPGetAction action) {
        List<HTTPHeader> all =
                new ArrayList<>(
                        Objects.requireNonNullElse(action.getHttpHeaders(), List.<HTTPHeader>of()));
        if (all.stream().noneMatch(h -> h.getName().equalsIgnoreCase("user-agent"))) {
            all.add(new HTTPHeader("User-Agent", AGENT));
        }
        if (all.stream().noneMatch(h -> h.getName().equalsIgnoreCase("accept"))) {
            all.add(new HTTPHeader("Accept", "*/*"));
        }
        return all;
    }

    private static Answer request(URI uri, List<HTTPHeader> headers, long deadline)
            throws IOException {
        int port = uri.getPort() > 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(uri.getHost(), port), left(deadline));
            plain.setSoTimeout(left(deadline));
            Socket socket =
                    uri.getScheme().equals("https")
                            ? AnyCertificate.over(plain, uri.getHost(), port)
                            : plain;
            socket.getOutputStream().write(head(uri, headers));
            return answer(new BufferedInputStream(socket.getInputStream()));
        }
    }

    private static int left(long deadline) throws SocketTimeoutException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) millis;
    }

    private static byte[] head(URI uri, List<HTTPHeader> headers) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        StringBuilder out = new StringBuilder();
        out.append("GET ").append(uri.getRawPath()).append(query).append(" HTTP/1.1\r\n");
        if (headers.stream().noneMatch(h -> h.getName().equalsIgnoreCase("host"))) {
            out.append("Host: ").append(uri.getAuthority()).append("\r\n");
        }
        headers.forEach(
                h -> out.append(h.getName()).append(": ").append(h.getValue()).append("\r\n"));
        return out.append("Connection: close\r\n\r\n")
                .toString()
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Answer answer(InputStream in) throws IOException {
        String[] status = line(in).split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/")) {
            throw new IOException("malformed HTTP response");
        }
        String location = "";
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("location:")) {
                location = line.substring("location:".length()).strip();
            }
        }
        return new Answer(Integer.parseInt(status[1]), location);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            if (line.length() > LONGEST_LINE) {
                throw new IOException("malformed HTTP response");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }
}
