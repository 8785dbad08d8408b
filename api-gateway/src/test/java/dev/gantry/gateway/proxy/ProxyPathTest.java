package dev.gantry.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyPathTest {

    @ParameterizedTest
    @CsvSource({
        "/api/v1/namespaces/d/pods/web/log,             pods,     d,  web,  '',    '',   ''",
        "/api/v1/namespaces/d/pods/web/exec,            pods,     d,  web,  '',    '',   ''",
        "/api/v1/namespaces/d/pods/web/proxy,           pods,     d,  web,  '',    '',   ''",
        "/api/v1/namespaces/d/pods/web:80/proxy/,       pods,     d,  web,  '',    80,   /",
        "/api/v1/namespaces/d/services/web:http/proxy/a%2Fb, services, d, web, '', http, /a%2Fb",
        "/api/v1/namespaces/d/services/https:web:443/proxy/x, services, d, web, https, 443, /x",
        "/api/v1/namespaces/d/services/https:web:/proxy/x, services, d, web, https, '', /x",
        "/api/v1/nodes/n1/proxy/stats/summary,          nodes,    '', n1,   '',    '',   /stats/summary",
    })
    void pathsNameWhoAnswers(
            String path,
            String resource,
            String namespace,
            String target,
            String scheme,
            String port,
            String rest) {
        ProxyPath parsed = ProxyPath.parse(path).orElseThrow();
        assertThat(parsed.resource()).isEqualTo(resource);
        assertThat(parsed.namespace()).isEqualTo(namespace);
        assertThat(parsed.target()).isEqualTo(target);
        assertThat(parsed.scheme()).isEqualTo(scheme);
        assertThat(parsed.port()).isEqualTo(port);
        assertThat(parsed.rest()).isEqualTo(rest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/namespaces/d/pods/web",
                "/api/v1/namespaces/d/pods/web/status",
                "/api/v1/namespaces/d/configmaps/web/proxy",
                "/apis/apps/v1/namespaces/d/pods/web/log",
                "/api/v1/nodes/n1",
            })
    void otherPathsAreTheStateServices(String path) {
        assertThat(ProxyPath.parse(path)).isEqualTo(Optional.empty());
    }

    @Test
    void aHeadIsReadToItsEndAndNotFurther() throws Exception {
        byte[] bytes =
                ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\nrest")
                        .getBytes(StandardCharsets.US_ASCII);
        InputStream in = new ByteArrayInputStream(bytes);
        ResponseHead head = ResponseHead.read(in);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body(in, "GET").readAllBytes()).asString().isEqualTo("abcde");
        assertThat(in.readAllBytes()).asString().isEqualTo("rest");
    }
}
