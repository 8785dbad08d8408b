package dev.gantry.state.admission.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.state.admission.expression.Expressions.Result;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CelExpressionsTest {

    private static final Expressions EXPRESSIONS = new CelExpressions();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "object.spec.replicas <= 5",
                "has(object.metadata.labels) && 'env' in object.metadata.labels",
                "object.spec.containers.all(c, c.image.startsWith('registry.example/'))",
                "oldObject == null || object.spec == oldObject.spec",
                "quantity(object.spec.a).isLessThan(quantity('1Gi'))",
                "url(object.spec.u).getHost() == 'a.example'",
                "ip(object.spec.i).family() == 4 && cidr('10.0.0.0/8').containsIP(object.spec.i)",
                "authorizer.group('').resource('pods').namespace('x').check('get').allowed()",
                "!format.dns1123Label().validate(object.metadata.name).hasValue()",
                "request.userInfo.groups.exists(g, g == 'admins')",
                "object.spec.list.isSorted() && object.spec.list.sum() < 10",
                "object.metadata.name.find('[a-z]+') == 'a'",
                "object.?spec.?x.orValue('') == ''",
                "semver('1.2.3').isGreaterThan(semver('1.0.0'))",
                "true"
            })
    void whatKubernetesAcceptsPasses(String text) {
        assertThat(EXPRESSIONS.problems(text, Set.of(), Result.BOOL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"object.", "1", "1 + 1", "'a'", "nobody.knows", "object.(", "[1"})
    void whatCannotBeATruthValueDoesNot(String text) {
        assertThat(EXPRESSIONS.problems(text, Set.of(), Result.BOOL)).hasSize(1);
    }
}
