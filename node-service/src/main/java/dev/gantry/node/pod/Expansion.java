package dev.gantry.node.pod;

import java.util.Map;

/**
 * {@code $(NAME)} in commands, arguments and variables. Kubernetes API reference, "Container": an
 * unknown name stays as it is, {@code $$} is one dollar sign.
 */
final class Expansion {

    private Expansion() {}

    static String expand(String text, Map<String, String> variables) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '$' || at + 1 == text.length()) {
                out.append(c);
                at++;
            } else if (text.charAt(at + 1) == '$') {
                out.append('$');
                at += 2;
            } else {
                at = reference(text, at, variables, out);
            }
        }
        return out.toString();
    }

    /** Where to go on after the dollar sign at {@code at}. */
    private static int reference(
            String text, int at, Map<String, String> variables, StringBuilder out) {
        int close = text.charAt(at + 1) == '(' ? text.indexOf(')', at) : -1;
        if (close < 0) {
            out.append('$');
            return at + 1;
        }
        String name = text.substring(at + 2, close);
        out.append(variables.getOrDefault(name, "$(" + name + ")"));
        return close + 1;
    }
}
