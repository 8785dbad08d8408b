package dev.gantry.runtime.pki;

import java.nio.file.Path;

/**
 * A certificate chain, its key and the authority that both sides trust, each in PEM.
 *
 * @param certificate the leaf first
 * @param key PKCS #8 or SEC 1, not encrypted
 */
public record PemFiles(Path certificate, Path key, Path authority) {}
