package dev.gantry.state.admission.kinds.extension;

import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.net.URI;
import java.net.URISyntaxException;

/** How a webhook is reached. Kubernetes: "Dynamic Admission Control", "Contacting the webhook". */
public final class ClientRules {

    private ClientRules() {}

    /** Exactly one of a URL and a Service. */
    public static void check(Place client) {
        boolean url = client.at("url").present();
        boolean service = client.at("service").present();
        if (url == service) {
            client.required("exactly one of url or service is required");
            return;
        }
        if (url) {
            url(client.at("url"));
        } else {
            service(client.at("service"));
        }
    }

    private static void url(Place url) {
        try {
            URI uri = new URI(url.text());
            if (!"https".equals(uri.getScheme())) {
                url.invalid(
                        "'https' is the only allowed URL scheme; desired format: https://host[/path]");
            }
            if (uri.getRawAuthority() == null || uri.getRawAuthority().isEmpty()) {
                url.invalid("host must be specified; desired format: https://host[/path]");
            }
            if (uri.getRawUserInfo() != null) {
                url.invalid("user information is not permitted in the URL");
            }
            if (uri.getRawFragment() != null) {
                url.invalid("fragments are not permitted in the URL");
            }
            if (uri.getRawQuery() != null) {
                url.invalid("query parameters are not permitted in the URL");
            }
        } catch (URISyntaxException e) {
            url.required("url must be a valid URL: " + e.getMessage());
        }
    }

    private static void service(Place service) {
        service.at("name").requireText();
        service.at("namespace").requireText();
        service.at("port").between(1, 65535);
        Place path = service.at("path");
        if (path.present()) {
            path(path);
        }
    }

    private static void path(Place path) {
        String text = path.text();
        if (text.equals("/") || text.isEmpty()) {
            return;
        }
        if (!text.startsWith("/")) {
            path.invalid("must start with a '/'");
        }
        String rest = text.substring(1);
        String trimmed = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        String[] steps = trimmed.split("/", -1);
        for (int i = 0; i < steps.length; i++) {
            if (steps[i].isEmpty()) {
                path.invalid("segment[" + i + "] may not be empty");
            } else {
                int at = i;
                Names.DNS_SUBDOMAIN
                        .problems(steps[i])
                        .forEach(p -> path.invalid("segment[" + at + "]: " + p));
            }
        }
    }
}
