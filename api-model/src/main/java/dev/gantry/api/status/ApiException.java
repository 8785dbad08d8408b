package dev.gantry.api.status;

/** Carries an {@link ApiError} out of the middle of a request to where it is rendered. */
public final class ApiException extends RuntimeException {

    private final transient ApiError error;

    public ApiException(ApiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    public ApiError error() {
        return error;
    }
}
