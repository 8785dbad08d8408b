package dev.gantry.cli.argument;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code KEY=VALUE}; whether the key is known, the service that reads it says. */
public final class Setting implements ITypeConverter<String> {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z0-9-]+)+=.*");

    @Override
    public String convert(String word) {
        if (!FORM.matcher(word).matches()) {
            throw new TypeConversionException(
                    "expected KEY=VALUE such as gantry.node.pod-cidr-mask=25, found " + word);
        }
        return word;
    }
}
