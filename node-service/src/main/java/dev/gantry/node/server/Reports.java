package dev.gantry.node.server;

import java.util.Optional;

/** What a node tells about itself, by path. */
public interface Reports {

    /** Empty when there is nothing under that path. */
    Optional<Report> get(String node, String path);

    record Report(String contentType, byte[] body) {}
}
