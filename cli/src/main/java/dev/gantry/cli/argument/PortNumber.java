package dev.gantry.cli.argument;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A TCP port, 1 to 65535. */
public final class PortNumber implements ITypeConverter<Integer> {

    @Override
    public Integer convert(String word) {
        if (word.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(word);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        }
        throw new TypeConversionException("expected a port from 1 to 65535, found " + word);
    }
}
