package dev.gantry.state.request.write;

import dev.gantry.api.status.ApiError;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The ways to patch, by content type. */
public enum PatchType {
    JSON("application/json-patch+json"),
    MERGE("application/merge-patch+json"),
    STRATEGIC("application/strategic-merge-patch+json"),
    APPLY("application/apply-patch+yaml");

    private final String mediaType;

    PatchType(String mediaType) {
        this.mediaType = mediaType;
    }

    /**
     * @throws dev.gantry.api.status.ApiException 415 when it is none of them
     */
    public static PatchType of(@Nullable String contentType) {
        String wanted = contentType == null ? "" : contentType;
        int parameters = wanted.indexOf(';');
        String plain =
                (parameters < 0 ? wanted : wanted.substring(0, parameters))
                        .strip()
                        .toLowerCase(Locale.ROOT);
        for (PatchType type : values()) {
            if (type.mediaType.equals(plain)) {
                return type;
            }
        }
        throw unsupported().exception();
    }

    static ApiError unsupported() {
        return ApiError.unsupportedMediaType(
                "the body of the request was in an unknown format - accepted media types include:"
                        + " application/json-patch+json, application/merge-patch+json,"
                        + " application/strategic-merge-patch+json, application/apply-patch+yaml");
    }
}
