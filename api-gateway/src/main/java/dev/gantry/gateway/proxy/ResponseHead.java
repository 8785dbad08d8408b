package dev.gantry.gateway.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The head of a reply, as it was sent.
 *
 * @param headers in order, names as they were spelt
 */
record ResponseHead(int status, List<Header> headers) {

    private static final int MAX_BYTES = 64 * 1024;

    /** One line. */
    record Header(String name, String value) {}

    /**
     * Reads up to the end of the head and not a byte more; interim replies but 101 are skipped.
     *
     * @throws IOException when it is no HTTP/1.x or too long
     */
    static ResponseHead read(InputStream in) throws IOException {
        while (true) {
            List<String> lines = lines(in);
            String[] first = lines.get(0).split(" ", 3);
            if (first.length < 2 || !first[0].startsWith("HTTP/1.")) {
                throw new IOException("the reply is not HTTP: " + lines.get(0));
            }
            int status = number(first[1]);
            if (status == 101 || status >= 200) {
                return new ResponseHead(status, headers(lines));
            }
        }
    }

    private static int number(String text) throws IOException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IOException("the reply has no status: " + text, e);
        }
    }

    private static List<String> lines(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int size = 0; size < MAX_BYTES; size++) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended before the reply");
            }
            if (next != '\n') {
                line.append((char) next);
                continue;
            }
            String text = line.toString().stripTrailing();
            line.setLength(0);
            if (text.isEmpty() && !lines.isEmpty()) {
                return lines;
            }
            lines.add(text);
        }
        throw new IOException("the head of the reply is longer than " + MAX_BYTES + " bytes");
    }

    private static List<Header> headers(List<String> lines) {
        List<Header> headers = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.add(
                        new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
            }
        }
        return headers;
    }

    /** The first value, empty when there is none. */
    String header(String name) {
        return headers.stream()
                .filter(h -> h.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }

    /** What follows the head. */
    InputStream body(InputStream in, String method) throws IOException {
        if (method.equals("HEAD") || status == 204 || status == 304) {
            return InputStream.nullInputStream();
        }
        if (header("Transfer-Encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
            return new ChunkedInput(in);
        }
        String length = header("Content-Length");
        return length.isEmpty() ? in : new BoundedInput(in, Long.parseLong(length));
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }
}
