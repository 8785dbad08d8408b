package dev.gantry.cli.argument;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file that is there and may be read. */
public final class ReadableFile implements ITypeConverter<Path> {

    @Override
    public Path convert(String word) {
        try {
            Path file = Path.of(word);
            if (Files.isRegularFile(file) && Files.isReadable(file)) {
                return file;
            }
            throw new TypeConversionException("no such file: " + word);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("not a path: " + word);
        }
    }
}
