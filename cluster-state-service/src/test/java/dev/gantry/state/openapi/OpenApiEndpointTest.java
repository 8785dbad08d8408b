package dev.gantry.state.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.door.ByteSink;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.DoorReply;
import dev.gantry.client.door.DoorRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import tools.jackson.databind.JsonNode;

class OpenApiEndpointTest {

    private final OpenApiEndpoint endpoint =
            new OpenApiEndpoint(
                    new DefaultListableBeanFactory().getBeanProvider(DefinedDocuments.class));

    @Test
    void theIndexLeadsToEveryGroupVersionByItsHash() {
        JsonNode index = Json.parse(get("/openapi/v3", "", Map.of()).bytes());
        String url = index.path("paths").path("apis/apps/v1").path("serverRelativeURL").asString();
        assertThat(url).matches("/openapi/v3/apis/apps/v1\\?hash=[0-9A-F]{128}");
        String[] parts = url.split("\\?");
        Answer document = get(parts[0], parts[1], Map.of());
        assertThat(document.headers.get("cache-control")).containsExactly("public, immutable");
        assertThat(Json.parse(document.bytes()).path("paths").propertyNames())
                .contains("/apis/apps/v1/namespaces/{namespace}/deployments");
    }

    @Test
    void whatAClientHasIsNotSentAgain() {
        Answer first = get("/openapi/v3/api/v1", "", Map.of());
        Answer again =
                get("/openapi/v3/api/v1", "", Map.of("if-none-match", first.headers.get("etag")));
        assertThat(again.status).isEqualTo(304);
        assertThat(again.bytes()).isEmpty();
    }

    @Test
    void compressedBytesAreSentAsTheyAre() throws IOException {
        Answer answer = get("/openapi/v2", "", Map.of("accept-encoding", List.of("gzip")));
        assertThat(answer.headers.get("content-encoding")).containsExactly("gzip");
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(answer.bytes())).readAllBytes();
        assertThat(Json.parse(plain).path("swagger").asString()).isEqualTo("2.0");
    }

    @Test
    void anUnknownGroupVersionIsNotFound() {
        assertThatThrownBy(() -> get("/openapi/v3/apis/none/v1", "", Map.of()))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error().code()).isEqualTo(404));
    }

    private Answer get(String path, String query, Map<String, List<String>> headers) {
        Answer answer = new Answer();
        assertThat(endpoint.handles(path)).isTrue();
        endpoint.answer(
                new DoorRequest(Caller.service("test"), "GET", path, query, headers, new byte[0]),
                answer);
        return answer;
    }

    private static final class Answer implements DoorReply, ByteSink {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int status;
        private Map<String, List<String>> headers = Map.of();

        @Override
        public ByteSink begin(int code, Map<String, List<String>> sent) {
            status = code;
            headers = sent;
            return this;
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void onCancel(Runnable action) {}

        @Override
        public void write(byte[] bytes, int offset, int length) {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
