package dev.gantry.state.admission.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Rules of names. Kubernetes: "Object Names and IDs", "Labels and Selectors"; RFC 1123, RFC 1035.
 */
public final class Names {

    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

    /** A label of a domain name, 63 bytes at most. */
    public static final NameRule DNS_LABEL =
            pattern(
                    63,
                    LABEL,
                    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or"
                            + " '-', and must start and end with an alphanumeric character",
                    "my-name",
                    "123-abc");

    /** A label that starts with a letter. */
    public static final NameRule DNS_1035_LABEL =
            pattern(
                    63,
                    "[a-z]([-a-z0-9]*[a-z0-9])?",
                    "a DNS-1035 label must consist of lower case alphanumeric characters or '-',"
                            + " start with an alphabetic character, and end with an alphanumeric"
                            + " character",
                    "my-name",
                    "abc-123");

    /** Labels joined by dots, 253 bytes at most. */
    public static final NameRule DNS_SUBDOMAIN =
            pattern(
                    253,
                    SUBDOMAIN,
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
                            + " characters, '-' or '.', and must start and end with an alphanumeric"
                            + " character",
                    "example.com");

    /** {@code *.} before a subdomain. */
    public static final NameRule WILDCARD_SUBDOMAIN =
            pattern(
                    253,
                    "\\*\\." + SUBDOMAIN,
                    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS"
                            + " subdomain, which must consist of lower case alphanumeric characters,"
                            + " '-' or '.' and end with an alphanumeric character",
                    "*.example.com");

    /** The value of a label; may be empty. */
    public static final NameRule LABEL_VALUE =
            pattern(
                    63,
                    "(" + QUALIFIED + ")?",
                    "a valid label must be an empty string or consist of alphanumeric characters,"
                            + " '-', '_' or '.', and must start and end with an alphanumeric"
                            + " character",
                    "MyValue",
                    "my_value",
                    "12345");

    private static final NameRule QUALIFIED_PART =
            pattern(
                    63,
                    QUALIFIED,
                    "must consist of alphanumeric characters, '-', '_' or '.', and must start and"
                            + " end with an alphanumeric character",
                    "MyName",
                    "my.name",
                    "123-abc");

    /** A name with an optional subdomain and a slash before it: keys of labels. */
    public static final NameRule QUALIFIED_NAME = Names::qualified;

    /** A qualified name whose prefix must be there. */
    public static final NameRule DOMAIN_PREFIXED_PATH = Names::domainPrefixedPath;

    /** At least two labels joined by dots. */
    public static final NameRule FULLY_QUALIFIED =
            text ->
                    DNS_SUBDOMAIN.holds(text) && text.indexOf('.') < 0
                            ? List.of(
                                    "should be a domain with at least two segments separated by dots")
                            : DNS_SUBDOMAIN.problems(text);

    /** What may stand between two slashes of a path. */
    public static final NameRule PATH_SEGMENT = Names::pathSegment;

    /** An identifier of C. */
    public static final NameRule C_IDENTIFIER =
            pattern(
                    Integer.MAX_VALUE,
                    "[A-Za-z_][A-Za-z0-9_]*",
                    "a valid C identifier must start with alphabetic character or '_', followed by a"
                            + " string of alphanumeric characters or '_'",
                    "my_name",
                    "MY_NAME",
                    "MyName");

    /** A key of a ConfigMap or Secret. */
    public static final NameRule CONFIG_KEY = Names::configKey;

    private static final NameRule CONFIG_KEY_TEXT =
            pattern(
                    253,
                    "[-._a-zA-Z0-9]+",
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
                    "key.name",
                    "KEY_NAME",
                    "key-name");

    /** The name of an environment variable: printable and without {@code =}. */
    public static final NameRule ENVIRONMENT_NAME =
            pattern(
                    Integer.MAX_VALUE,
                    "[ -<>-~]+",
                    "a valid environment variable name must consist only of printable ASCII"
                            + " characters other than '='");

    /** The name of an HTTP header. */
    public static final NameRule HTTP_HEADER =
            pattern(
                    Integer.MAX_VALUE,
                    "[-A-Za-z0-9]+",
                    "a valid HTTP header must consist of alphanumeric characters or '-'",
                    "X-Header-Name");

    /** A port's name as IANA registers them. */
    public static final NameRule PORT_NAME = Names::portName;

    /** Not a rule: RBAC and others accept every path segment. */
    public static final NameRule ANY = text -> List.of();

    private Names() {}

    /** A rule from a pattern, worded as Kubernetes words it. */
    static NameRule pattern(int longest, String regex, String why, String... examples) {
        Pattern compiled = Pattern.compile(regex);
        String message =
                why + " (" + examples(examples) + "regex used for validation is '" + regex + "')";
        return text -> {
            List<String> problems = new ArrayList<>(2);
            if (text.length() > longest) {
                problems.add(tooLong(longest));
            }
            if (!compiled.matcher(text).matches()) {
                problems.add(message);
            }
            return problems;
        };
    }

    private static String examples(String... examples) {
        if (examples.length == 0) {
            return "";
        }
        StringBuilder text = new StringBuilder("e.g. ");
        for (int i = 0; i < examples.length; i++) {
            text.append(i > 0 ? " or " : "").append('\'').append(examples[i]).append("', ");
        }
        return text.toString();
    }

    static String tooLong(int longest) {
        return "must be no more than " + longest + " bytes";
    }

    private static List<String> qualified(String text) {
        List<String> problems = new ArrayList<>(3);
        String[] parts = text.split("/", -1);
        if (parts.length > 2) {
            QUALIFIED_PART
                    .problems("/")
                    .forEach(
                            p ->
                                    problems.add(
                                            "a qualified name "
                                                    + p
                                                    + " with an optional DNS subdomain prefix and '/'"
                                                    + " (e.g. 'example.com/MyName')"));
            return problems;
        }
        if (parts.length == 2) {
            if (parts[0].isEmpty()) {
                problems.add("prefix part must be non-empty");
            } else {
                DNS_SUBDOMAIN.problems(parts[0]).forEach(p -> problems.add("prefix part " + p));
            }
        }
        String name = parts[parts.length - 1];
        if (name.isEmpty()) {
            problems.add("name part must be non-empty");
        }
        QUALIFIED_PART.problems(name).forEach(p -> problems.add("name part " + p));
        return problems;
    }

    private static List<String> domainPrefixedPath(String text) {
        int slash = text.indexOf('/');
        if (slash <= 0 || slash == text.length() - 1) {
            return List.of("must be a domain-prefixed path (such as \"acme.io/foo\")");
        }
        List<String> problems = new ArrayList<>(DNS_SUBDOMAIN.problems(text.substring(0, slash)));
        if (!Pattern.matches("[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+", text.substring(slash + 1))) {
            problems.add(
                    "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')");
        }
        return problems;
    }

    private static List<String> pathSegment(String text) {
        if (text.equals(".") || text.equals("..")) {
            return List.of("may not be '" + text + "'");
        }
        List<String> problems = new ArrayList<>(2);
        if (text.indexOf('/') >= 0) {
            problems.add("may not contain '/'");
        }
        if (text.indexOf('%') >= 0) {
            problems.add("may not contain '%'");
        }
        return problems;
    }

    private static List<String> configKey(String text) {
        List<String> problems = new ArrayList<>(CONFIG_KEY_TEXT.problems(text));
        if (text.equals(".") || text.equals("..")) {
            problems.add("must not be '" + text + "'");
        } else if (text.startsWith("..")) {
            problems.add("must not start with '..'");
        }
        return problems;
    }

    private static List<String> portName(String text) {
        List<String> problems = new ArrayList<>(2);
        if (text.length() > 15) {
            problems.add(tooLong(15));
        }
        if (!Pattern.matches("[-a-z0-9]+", text)) {
            problems.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (!text.matches(".*[a-z].*")) {
            problems.add("must contain at least one letter (a-z)");
        }
        if (text.contains("--")) {
            problems.add("must not contain consecutive hyphens");
        }
        if (text.startsWith("-") || text.endsWith("-")) {
            problems.add("must not begin or end with a hyphen");
        }
        return problems;
    }
}
