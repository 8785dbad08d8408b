package dev.gantry.gateway.proxy;

import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiError.Cause;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;

/** The rules of PodLogOptions. Kubernetes: API reference, "Pod", "read log". */
final class LogOptions {

    private LogOptions() {}

    /**
     * @throws dev.gantry.api.status.ApiException 400 for what is no number, 422 for one that is out
     *     of range
     */
    static void check(String pod, HttpServletRequest request) {
        List<Cause> causes = new ArrayList<>();
        atLeast(request, "tailLines", 0, "must be greater than or equal to 0", causes);
        atLeast(request, "limitBytes", 1, "must be greater than 0", causes);
        boolean seconds = request.getParameter("sinceSeconds") != null;
        if (seconds && request.getParameter("sinceTime") != null) {
            String only =
                    "Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified";
            causes.add(new Cause("FieldValueForbidden", only, ""));
        } else {
            atLeast(request, "sinceSeconds", 1, "must be greater than 0", causes);
        }
        if (!causes.isEmpty()) {
            throw ApiError.invalid("", "PodLogOptions", pod, causes).exception();
        }
    }

    private static void atLeast(
            HttpServletRequest request, String name, long least, String rule, List<Cause> causes) {
        String text = request.getParameter(name);
        if (text == null || text.isEmpty()) {
            return;
        }
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ApiError.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax")
                    .exception();
        }
        if (value < least) {
            causes.add(
                    new Cause("FieldValueInvalid", "Invalid value: " + value + ": " + rule, name));
        }
    }
}
