package dev.gantry.state.request.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.status.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | JSON | PLAIN",
                "*/* | JSON | PLAIN",
                "application/yaml | YAML | PLAIN",
                "application/vnd.kubernetes.protobuf,application/json | PROTOBUF | PLAIN",
                "text/html, application/yaml | YAML | PLAIN",
                "application/json;as=Table;v=v1;g=meta.k8s.io,application/json | JSON | TABLE",
                "application/json;as=Table;v=v9;g=meta.k8s.io,application/json | JSON | PLAIN",
                "application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io,application/json | JSON | PLAIN",
                "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1 | JSON | PARTIAL"
            })
    void firstClauseThatCanBeHadIsTaken(
            String header, Accepts.Encoding encoding, Accepts.View view) {
        Accepts accepts = Accepts.negotiate(header, false);
        assertThat(accepts.encoding()).isEqualTo(encoding);
        assertThat(accepts.view()).isEqualTo(view);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/*", "application/json;as=Table"})
    void whatCannotBeHadIsNotAcceptable(String header) {
        assertThatThrownBy(() -> Accepts.negotiate(header, false))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error().code()).isEqualTo(406));
        assertThat(Accepts.forErrors(header)).isEqualTo(Accepts.JSON);
    }

    @Test
    void nothingAskedForIsJson() {
        assertThat(Accepts.negotiate(null, false)).isEqualTo(Accepts.JSON);
        assertThat(Accepts.negotiate("", false)).isEqualTo(Accepts.JSON);
    }

    @ParameterizedTest
    @CsvSource({"kubectl/v1.36, kubectl", "'', unknown", "plain, plain"})
    void managerIsTheFirstWordOfTheUserAgent(String agent, String manager) {
        assertThat(WriteOptions.managerOf(agent)).isEqualTo(manager);
    }
}
