package dev.gantry.state.customresource.expression;

import dev.cel.runtime.CelFunctionBinding;
import dev.gantry.api.quantity.Quantity;
import dev.gantry.state.admission.validation.Addresses;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the functions do that Kubernetes adds to CEL, as far as rules of custom resources use them.
 * A function that is missing here fails when it is called, and so does the rule.
 */
final class KubernetesBindings {

    private final List<CelFunctionBinding> bindings = new ArrayList<>();

    private KubernetesBindings() {}

    static List<CelFunctionBinding> all() {
        KubernetesBindings all = new KubernetesBindings();
        all.lists();
        all.texts();
        all.quantities();
        return all.bindings;
    }

    private void lists() {
        member("isSorted", 0, args -> isSorted((List<?>) args[0]));
        member("min", 0, args -> extreme((List<?>) args[0], -1));
        member("max", 0, args -> extreme((List<?>) args[0], 1));
        member("sum", 0, args -> sum((List<?>) args[0]));
        global("sets.contains", 2, args -> list(args, 0).containsAll(list(args, 1)));
        global("sets.intersects", 2, args -> !Collections.disjoint(list(args, 0), list(args, 1)));
        global(
                "sets.equivalent",
                2,
                args ->
                        list(args, 0).containsAll(list(args, 1))
                                && list(args, 1).containsAll(list(args, 0)));
    }

    private static List<?> list(Object[] args, int index) {
        return (List<?>) args[index];
    }

    private void texts() {
        member("find", 1, args -> findAll(args, 1).stream().findFirst().orElse(""));
        member("findAll", 1, args -> findAll(args, Long.MAX_VALUE));
        member("findAll", 2, args -> findAll(args, ((Number) args[2]).longValue()));
        global("isURL", 1, args -> url(args[0].toString()) != null);
        global("isIP", 1, args -> Addresses.parse(args[0].toString()) != null);
        global("isCIDR", 1, args -> Addresses.Range.parse(args[0].toString()) != null);
        global("url", 1, args -> wanted(url(args[0].toString()), "URL"));
        url("getScheme", URI::getScheme);
        url("getHost", URI::getAuthority);
        url("getHostname", URI::getHost);
        url("getPort", uri -> uri.getPort() < 0 ? "" : Integer.toString(uri.getPort()));
        url("getEscapedPath", URI::getRawPath);
    }

    private void url(String name, Function<URI, @Nullable String> part) {
        member(
                name,
                0,
                args -> {
                    String found = part.apply((URI) args[0]);
                    return found == null ? "" : found;
                });
    }

    private static Object wanted(@Nullable Object found, String what) {
        if (found == null) {
            throw new Values.Unfit("no such " + what);
        }
        return found;
    }

    private static @Nullable URI url(String text) {
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() || text.startsWith("/") ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private void quantities() {
        global("isQuantity", 1, args -> quantity(args[0].toString()) != null);
        global("quantity", 1, args -> wanted(quantity(args[0].toString()), "quantity"));
        member("compareTo", 1, args -> (long) compare(args[0], args[1]));
        member("isLessThan", 1, args -> compare(args[0], args[1]) < 0);
        member("isGreaterThan", 1, args -> compare(args[0], args[1]) > 0);
    }

    private static @Nullable Quantity quantity(String text) {
        try {
            return Quantity.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isSorted(List<?> list) {
        for (int i = 1; i < list.size(); i++) {
            if (compare(list.get(i - 1), list.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static Object extreme(List<?> list, int sign) {
        Object best = null;
        for (Object each : list) {
            if (best == null || compare(each, best) * sign > 0) {
                best = each;
            }
        }
        return wanted(best, "element: the list is empty");
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // elements of one list are of one type
    private static int compare(Object a, Object b) {
        return ((Comparable) a).compareTo(b);
    }

    private static Object sum(List<?> list) {
        boolean whole = list.stream().allMatch(each -> each instanceof Long);
        BinaryOperator<Double> plus = Double::sum;
        return whole
                ? (Object) list.stream().mapToLong(each -> (Long) each).sum()
                : list.stream().map(each -> ((Number) each).doubleValue()).reduce(0.0, plus);
    }

    private static List<String> findAll(Object[] args, long most) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(args[1].toString()).matcher(args[0].toString());
        while (found.size() < most && matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private interface Body {
        Object of(Object[] args);
    }

    private void member(String name, int operands, Body body) {
        bind("kubernetes_member_" + name + "_" + operands, operands + 1, body);
    }

    private void global(String name, int operands, Body body) {
        bind("kubernetes_" + name.replace('.', '_') + "_" + operands, operands, body);
    }

    private void bind(String overload, int operands, Body body) {
        List<Class<?>> types = new ArrayList<>(Collections.nCopies(operands, Object.class));
        bindings.add(CelFunctionBinding.from(overload, types, args -> body.of(args)));
    }
}
