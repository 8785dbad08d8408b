package dev.gantry.api.selector;

import dev.gantry.api.selector.LabelSelector.Operator;
import dev.gantry.api.selector.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the selector language of list and watch requests by recursive descent. */
final class LabelSelectorParser {

    private static final Pattern KEY =
            Pattern.compile(
                    "([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern VALUE =
            Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

    private final String text;
    private int at;

    LabelSelectorParser(String text) {
        this.text = text;
    }

    List<Requirement> parse() {
        List<Requirement> all = new ArrayList<>();
        skipSpace();
        while (at < text.length()) {
            all.add(requirement());
            skipSpace();
            if (at < text.length()) {
                expect(',');
                skipSpace();
                if (at == text.length()) {
                    throw wrong("identifier after ','");
                }
            }
        }
        return all;
    }

    private Requirement requirement() {
        if (peek() == '!') {
            at++;
            return new Requirement(key(), Operator.DOES_NOT_EXIST, Set.of());
        }
        String key = key();
        skipSpace();
        if (at == text.length() || peek() == ',') {
            return new Requirement(key, Operator.EXISTS, Set.of());
        }
        return switch (peek()) {
            case '=' -> equality(key, Operator.IN);
            case '!' -> {
                at++;
                yield equality(key, Operator.NOT_IN);
            }
            case '>', '<' -> comparison(key);
            default -> set(key);
        };
    }

    private Requirement equality(String key, Operator operator) {
        expect('=');
        if (operator == Operator.IN && at < text.length() && peek() == '=') {
            at++;
        }
        skipSpace();
        return new Requirement(key, operator, Set.of(value()));
    }

    private Requirement comparison(String key) {
        Operator operator = peek() == '>' ? Operator.GREATER : Operator.LESS;
        at++;
        skipSpace();
        String value = value();
        try {
            Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "unable to parse requirement: values[0][%s]: Invalid value: \"%s\": for 'Gt', 'Lt' operators, the value must be an integer"
                            .formatted(key, value));
        }
        return new Requirement(key, operator, Set.of(value));
    }

    private Requirement set(String key) {
        String word = word();
        Operator operator =
                switch (word) {
                    case "in" -> Operator.IN;
                    case "notin" -> Operator.NOT_IN;
                    default ->
                            throw new IllegalArgumentException(
                                    "unable to parse requirement: found '%s', expected: in, notin, =, ==, !=, gt, lt"
                                            .formatted(word));
                };
        skipSpace();
        expect('(');
        Set<String> values = new LinkedHashSet<>();
        do {
            skipSpace();
            values.add(value());
            skipSpace();
        } while (accept(','));
        expect(')');
        return new Requirement(key, operator, values);
    }

    private String key() {
        skipSpace();
        String key = word();
        if (!KEY.matcher(key).matches()) {
            throw wrong(key.isEmpty() ? "!, identifier, or 'end of string'" : "a label key");
        }
        return key;
    }

    private String value() {
        String value = word();
        if (!VALUE.matcher(value).matches()) {
            throw wrong("a label value");
        }
        return value;
    }

    private String word() {
        int start = at;
        while (at < text.length() && " \t\n,=!()<>".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private char peek() {
        return text.charAt(at);
    }

    private boolean accept(char wanted) {
        if (at < text.length() && peek() == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!accept(wanted)) {
            throw wrong("'" + wanted + "'");
        }
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String expected) {
        String found = at < text.length() ? text.substring(at) : "";
        return new IllegalArgumentException(
                "unable to parse requirement: found '%s', expected: %s".formatted(found, expected));
    }
}
