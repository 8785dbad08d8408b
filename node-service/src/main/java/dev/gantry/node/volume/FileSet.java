package dev.gantry.node.volume;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of a volume that comes from API objects, by relative path. */
final class FileSet {

    /** Content and permission bits. */
    record FileContent(byte[] bytes, int mode) {
        @Override
        public boolean equals(Object other) {
            return other instanceof FileContent f
                    && mode == f.mode
                    && Arrays.equals(bytes, f.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(bytes) + mode;
        }
    }

    private final Map<String, FileContent> files = new LinkedHashMap<>();

    void put(String path, byte[] bytes, int mode) {
        files.put(path, new FileContent(bytes, mode));
    }

    Map<String, FileContent> files() {
        return files;
    }
}
