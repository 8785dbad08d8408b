package dev.gantry.node.pod;

import dev.gantry.api.json.Json;
import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.ImageInfo;
import dev.gantry.node.runtime.Images.Login;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Gets a container's image as its pull policy says. Kubernetes documentation, "Images". */
final class ImageSupply {

    private static final Pattern REFERENCE =
            Pattern.compile(
                    "(?:[a-zA-Z0-9.-]+(?::[0-9]+)?/)?[a-z0-9]+(?:(?:\\.|_{1,2}|-+|/)[a-z0-9]+)*"
                            + "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?"
                            + "(?:@[A-Za-z][A-Za-z0-9]*:[0-9a-fA-F]{32,})?");
    private static final String PULL = "ErrImagePull";

    private final NodeContext node;

    ImageSupply(NodeContext node) {
        this.node = node;
    }

    /**
     * @throws StartProblem with kubelet's reasons
     */
    ImageInfo get(Pod pod, Container container) {
        String image = container.getImage();
        if (!REFERENCE.matcher(image).matches()) {
            throw invalidName(pod, container);
        }
        String policy = Objects.requireNonNullElse(container.getImagePullPolicy(), usual(image));
        Optional<ImageInfo> present = node.runtime().images().find(image);
        if (policy.equals("Always")) {
            return pull(pod, container);
        }
        if (present.isPresent()) {
            node.events()
                    .normal(
                            pod,
                            container.getName(),
                            "Pulled",
                            ("Container image \"%s\" already present on machine and can be accessed"
                                            + " by the pod")
                                    .formatted(image));
            return present.get();
        }
        if (policy.equals("Never")) {
            String message =
                    "Container image \"%s\" is not present with pull policy of Never"
                            .formatted(image);
            node.events().warning(pod, container.getName(), "ErrImageNeverPull", message);
            throw new StartProblem("ErrImageNeverPull", message);
        }
        return pull(pod, container);
    }

    private StartProblem invalidName(Pod pod, Container container) {
        String message =
                "Failed to apply default image tag \"%s\": couldn't parse image name \"%s\": invalid"
                                .formatted(container.getImage(), container.getImage())
                        + " reference format";
        node.events().warning(pod, container.getName(), "InspectFailed", message);
        return new StartProblem("InvalidImageName", message);
    }

    /** Without a policy: {@code latest} is always pulled. */
    private static String usual(String image) {
        String name = image.substring(image.lastIndexOf('/') + 1);
        boolean latest = !name.contains("@") && (!name.contains(":") || name.endsWith(":latest"));
        return latest ? "Always" : "IfNotPresent";
    }

    private ImageInfo pull(Pod pod, Container container) {
        String image = container.getImage();
        String name = container.getName();
        node.events().normal(pod, name, "Pulling", "Pulling image \"" + image + "\"");
        Instant began = node.clock().instant();
        try {
            ImageInfo got = node.runtime().images().pull(image, logins(pod));
            String took = seconds(Duration.between(began, node.clock().instant()));
            node.events()
                    .normal(
                            pod,
                            name,
                            "Pulled",
                            ("Successfully pulled image \"%s\" in %s (%s including waiting). Image"
                                            + " size: %d bytes.")
                                    .formatted(image, took, took, got.sizeBytes()));
            return got;
        } catch (EngineException e) {
            String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
            node.events()
                    .warning(
                            pod,
                            name,
                            "Failed",
                            "Failed to pull image \"%s\": %s".formatted(image, why));
            node.events().warning(pod, name, "Failed", "Error: " + PULL);
            throw new StartProblem(PULL, why);
        }
    }

    private static String seconds(Duration took) {
        return took.toMillis() < 1000
                ? took.toMillis() + "ms"
                : "%.3fs".formatted(took.toMillis() / 1000.0);
    }

    private List<Login> logins(Pod pod) {
        List<Login> all = new ArrayList<>();
        for (LocalObjectReference reference :
                Objects.requireNonNullElse(
                        pod.getSpec().getImagePullSecrets(), List.<LocalObjectReference>of())) {
            Optional<Secret> secret = node.references().secret(pod, reference.getName());
            secret.map(Secret::getData)
                    .map(data -> data.get(".dockerconfigjson"))
                    .ifPresent(encoded -> all.addAll(logins(encoded)));
        }
        return all;
    }

    private static List<Login> logins(String encoded) {
        List<Login> all = new ArrayList<>();
        try {
            JsonNode config = Json.parse(Base64.getDecoder().decode(encoded));
            config.path("auths")
                    .properties()
                    .forEach(e -> all.add(login(e.getKey(), e.getValue())));
        } catch (JacksonException | IllegalArgumentException malformed) {
            return all;
        }
        return all;
    }

    private static Login login(String registry, JsonNode entry) {
        String user = Json.text(entry, "username");
        String password = Json.text(entry, "password");
        String auth = Json.text(entry, "auth");
        if (user.isEmpty() && !auth.isEmpty()) {
            String both = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            return new Login(
                    registry,
                    colon < 0 ? both : both.substring(0, colon),
                    colon < 0 ? "" : both.substring(colon + 1));
        }
        return new Login(registry, user, password);
    }
}
