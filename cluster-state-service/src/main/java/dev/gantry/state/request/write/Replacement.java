package dev.gantry.state.request.write;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.status.ApiError;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.WriteOptions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A PUT: the submitted document is what is wanted. */
final class Replacement implements Transform {

    private final ObjectNode submitted;
    private final boolean createsMissing;

    private Replacement(ObjectNode submitted, boolean createsMissing) {
        this.submitted = submitted;
        this.createsMissing = createsMissing;
    }

    /**
     * @throws dev.gantry.api.status.ApiException 400 when it is not the document of the path
     */
    static Replacement read(ApiRequest request, WriteServices services, WriteOptions options) {
        ResourceType type = request.target().type();
        ObjectNode submitted =
                Submitted.read(
                        request,
                        services,
                        new Submitted.Expected(type.apiVersion(), type.kind()),
                        services.schema(type),
                        options.validation());
        checkName(submitted, request.target().name());
        Preparation.settleNamespace(submitted, type, request.target().namespace());
        return new Replacement(submitted, KindTraits.createdOnUpdate(type));
    }

    private static void checkName(ObjectNode submitted, String name) {
        String own = Metadata.name(submitted);
        if (own.isEmpty()) {
            throw ApiError.badRequest("name must be provided").exception();
        }
        if (!own.equals(name)) {
            throw ApiError.badRequest(
                            "the name of the object (%s) does not match the name on the URL (%s)"
                                    .formatted(own, name))
                    .exception();
        }
        String revision = Metadata.resourceVersion(submitted);
        if (!revision.isEmpty() && !revision.chars().allMatch(Character::isDigit)) {
            throw ApiError.badRequest(
                            "metadata.resourceVersion: Invalid value: \"%s\": must be a number"
                                    .formatted(revision))
                    .exception();
        }
    }

    @Override
    public ObjectNode wanted(@Nullable ObjectNode present) {
        return submitted.deepCopy();
    }

    @Override
    public boolean createsMissing() {
        return createsMissing;
    }

    @Override
    public String insistsOn() {
        String revision = Metadata.resourceVersion(submitted);
        return revision.equals("0") ? "" : revision;
    }

    @Override
    public boolean replacesWhole() {
        return true;
    }
}
