package dev.gantry.state.request.write;

import java.util.concurrent.ThreadLocalRandom;

/** Names from {@code metadata.generateName}. Kubernetes: "API conventions", "Naming". */
final class GeneratedNames {

    private static final int LONGEST_BASE = 58;
    private static final int RANDOM_CHARACTERS = 5;

    /** No vowels and nothing that looks alike, so that no name says anything. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private GeneratedNames() {}

    static String next(String base) {
        StringBuilder name =
                new StringBuilder(
                        base.length() > LONGEST_BASE ? base.substring(0, LONGEST_BASE) : base);
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            name.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
        }
        return name.toString();
    }
}
