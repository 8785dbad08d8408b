package dev.gantry.node.server;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a request asks to be upgraded to. */
final class Upgrading {

    private Upgrading() {}

    static boolean isWebSocket(HttpServletRequest request) {
        return asksFor(request, "websocket");
    }

    static boolean isSpdy(HttpServletRequest request) {
        return asksFor(request, "spdy/3.1");
    }

    private static boolean asksFor(HttpServletRequest request, String protocol) {
        String upgrade = request.getHeader("Upgrade");
        return upgrade != null && upgrade.toLowerCase(Locale.ROOT).equals(protocol);
    }

    /** The first of ours that the client offers in a header of names. */
    static Optional<String> choose(HttpServletRequest request, String header, List<String> ours) {
        List<String> offered = new ArrayList<>();
        for (String line : Collections.list(request.getHeaders(header))) {
            for (String name : line.split(",")) {
                offered.add(name.strip());
            }
        }
        return ours.stream().filter(offered::contains).findFirst();
    }
}
