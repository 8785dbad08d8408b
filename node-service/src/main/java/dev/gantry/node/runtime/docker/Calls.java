package dev.gantry.node.runtime.docker;

import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.gantry.api.json.Json;
import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.EngineException.Kind;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;

/** Turns docker-java's failures into the port's. */
final class Calls {

    private Calls() {}

    static <T> T call(Supplier<T> request) {
        try {
            return request.get();
        } catch (NotFoundException e) {
            throw new EngineException(Kind.NOT_FOUND, words(e), e);
        } catch (DockerException e) {
            throw new EngineException(Kind.REFUSED, words(e), e);
        } catch (DockerClientException e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            throw new EngineException(Kind.REFUSED, message, e);
        } catch (RuntimeException e) {
            throw away(e);
        }
    }

    /** The engine cannot be reached at all; the words are those of the innermost cause. */
    static EngineException away(Throwable e) {
        return new EngineException(Kind.AWAY, awayWords(e), e);
    }

    static String awayWords(Throwable e) {
        Throwable innermost = e;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String words = innermost.getMessage();
        return "the container engine does not answer: "
                + (words == null ? innermost.toString() : words);
    }

    /** Empty when what was asked about is not there. */
    static <T> Optional<T> find(Supplier<T> request) {
        try {
            return Optional.ofNullable(call(request));
        } catch (EngineException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The engine's own sentence: {@code {"message":"..."}} without its wrapping. */
    static String words(DockerException e) {
        String text = e.getMessage() == null ? "" : e.getMessage().strip();
        int brace = text.indexOf('{');
        if (brace >= 0) {
            try {
                String message = Json.text(Json.MAPPER.readTree(text.substring(brace)), "message");
                if (!message.isEmpty()) {
                    return message;
                }
            } catch (JacksonException notJson) {
                return text;
            }
        }
        return text;
    }
}
