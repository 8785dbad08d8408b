package dev.gantry.node.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

class ClusterZoneTest {

    private final ClusterZone zone =
            new ClusterZone(new OneNamespace("10.96.0.7"), "cluster.local", 5);

    @ParameterizedTest
    @CsvSource({
        "web.default.svc.cluster.local, A, 10.96.0.7",
        "WEB.default.svc.Cluster.Local, A, 10.96.0.7",
        "db.default.svc.cluster.local, A, 10.244.1.5 10.244.1.6",
        "db-0.db.default.svc.cluster.local, A, 10.244.1.5",
        "10-244-1-6.db.default.svc.cluster.local, A, 10.244.1.6",
        "10-1-2-3.default.pod.cluster.local, A, 10.1.2.3",
        "out.default.svc.cluster.local, A, example.org.",
        "_http._tcp.web.default.svc.cluster.local, SRV, 0 100 80 web.default.svc.cluster.local.",
        "_pg._tcp.db.default.svc.cluster.local, SRV, 0 100 5432 db-0.db.default.svc.cluster.local. 0"
                + " 100 5432 10-244-1-6.db.default.svc.cluster.local.",
        "7.0.96.10.in-addr.arpa, PTR, web.default.svc.cluster.local.",
        "5.1.244.10.in-addr.arpa, PTR, db-0.db.default.svc.cluster.local.",
        "dns-version.cluster.local, TXT, \"1.1.0\"",
    })
    void answersAsTheDnsSpecificationSays(String name, String type, String expected) {
        assertThat(String.join(" ", data(ask(name, Type.value(type))))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "web.default.svc.cluster.local, AAAA",
        "default.svc.cluster.local, A",
        "svc.cluster.local, A",
        "cluster.local, A",
    })
    void aNameThatExistsWithoutSuchARecordHasNoData(String name, String type) {
        ClusterZone.Answer answer = ask(name, Type.value(type));
        assertThat(answer.exists()).isTrue();
        assertThat(answer.records()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "nothing.default.svc.cluster.local",
        "web.other.svc.cluster.local",
        "_nope._tcp.web.default.svc.cluster.local",
        "x.web.default.svc.cluster.local",
        "empty.default.svc.cluster.local",
        "what.cluster.local",
        "not-an-address.default.pod.cluster.local",
    })
    void whatIsNotThereDoesNotExist(String name) {
        assertThat(ask(name, Type.A).exists()).isFalse();
    }

    @Test
    void otherNamesAreLeftToTheHostsResolvers() {
        assertThat(zone.answer(name("example.org"), Type.A)).isEmpty();
        assertThat(zone.answer(name("1.2.3.4.in-addr.arpa"), Type.PTR)).isEmpty();
        assertThat(zone.answer(name("notcluster.local"), Type.A)).isEmpty();
    }

    private ClusterZone.Answer ask(String name, int type) {
        Optional<ClusterZone.Answer> answer = zone.answer(name(name), type);
        assertThat(answer).isPresent();
        return answer.get();
    }

    private static List<String> data(ClusterZone.Answer answer) {
        return answer.records().stream().map(Record::rdataToString).toList();
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text + ".");
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
