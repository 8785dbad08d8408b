package dev.gantry.standalone;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The launcher's command line: a role, and settings as {@code --key=value}. */
record Options(String role, Map<String, String> settings) {

    /**
     * @throws IllegalArgumentException naming the argument that is not understood
     */
    static Options parse(String[] arguments) {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("expected a role, such as standalone");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 1; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            if (!arguments[i].startsWith("--") || equals < 0) {
                throw new IllegalArgumentException("expected --key=value, found " + arguments[i]);
            }
            settings.put(arguments[i].substring(2, equals), arguments[i].substring(equals + 1));
        }
        return new Options(arguments[0], settings);
    }

    Path dataDirectory() {
        return Path.of(settings.getOrDefault("gantry.data-dir", ".gantry"))
                .toAbsolutePath()
                .normalize();
    }

    /** The same with another setting; what is given already stays. */
    Options withDefaults(Map<String, String> defaults) {
        Map<String, String> all = new LinkedHashMap<>(defaults);
        all.putAll(settings);
        return new Options(role, all);
    }

    String text(String key, String otherwise) {
        return settings.getOrDefault(key, otherwise);
    }

    int number(String key, int otherwise) {
        String value = settings.get(key);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + ": expected a number, found " + value, e);
        }
    }
}
