/**
 * Encryption at rest: which bodies are sealed under which key, and the sealing. Reads the key file
 * or the {@code EncryptionConfiguration}; writes nothing. Kubernetes: "Encrypting Confidential Data
 * at Rest".
 */
@NullMarked
package dev.gantry.state.persistence.encryption;

import org.jspecify.annotations.NullMarked;
