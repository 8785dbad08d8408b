package dev.gantry.state.admission.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource({
        "a, 0", "a-b, 0", "0a, 0", "A, 1", "a.b, 1", "-a, 1", "a-, 1", "'', 1",
    })
    void aLabelHasLowerCaseLettersDigitsAndDashesWithin(String text, int problems) {
        assertThat(Names.DNS_LABEL.problems(text)).hasSize(problems);
    }

    @ParameterizedTest
    @CsvSource({
        "a, 0",
        "example.com/a, 0",
        "a b, 1",
        "a/b/c, 1",
        "/, 3",
        "/a, 1",
        "example.com/, 2",
        "UPPER.com/x, 1",
        "'', 2",
    })
    void aQualifiedNameHasAnOptionalDomainBeforeASlash(String text, int problems) {
        assertThat(Names.QUALIFIED_NAME.problems(text)).hasSize(problems);
    }

    @ParameterizedTest
    @CsvSource({"http, 0", "a-b, 0", "80, 1", "a--b, 1", "-a, 1", "averyverylongname, 1"})
    void aPortNameHasALetterAndAtMostFifteenCharacters(String text, int problems) {
        assertThat(Names.PORT_NAME.problems(text)).hasSize(problems);
    }

    @Test
    void whatIsTooLongIsToldBesideWhatIsWrong() {
        assertThat(Names.DNS_LABEL.problems("X".repeat(64)))
                .hasSize(2)
                .first()
                .isEqualTo("must be no more than 63 bytes");
    }

    @Test
    void aTrailingDashOfAPrefixStandsForWhatComes() {
        assertThat(Names.DNS_SUBDOMAIN.problemsOfPrefix("web-")).isEmpty();
        assertThat(Names.DNS_SUBDOMAIN.problemsOfPrefix("Bad_")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, true",
        "10.0.0.256, false",
        "010.0.0.1, false",
        "1, false",
        "::1, true",
        "fe80::1%eth0, false",
        "::ffff:1.2.3.4, true",
    })
    void anAddressIsOneOfEitherFamily(String text, boolean right) {
        assertThat(Addresses.IP.holds(text)).isEqualTo(right);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, true, true",
        "10.0.0.1/8, true, false",
        "10.0.0.0/33, false, false",
        "x, false, false",
        "2001:db8::/64, true, true",
    })
    void aRangeTellsWhetherItsHostBitsAreClear(String text, boolean right, boolean exact) {
        Addresses.Range range = Addresses.Range.parse(text);
        assertThat(range != null).isEqualTo(right);
        assertThat(range != null && range.exact()).isEqualTo(exact);
    }
}
