package dev.gantry.state.admission.kinds.storage;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Place;
import tools.jackson.databind.node.ObjectNode;

/** VolumeAttachment. Kubernetes: reference of VolumeAttachment. */
public final class AttachmentRules extends ObjectRules {

    public AttachmentRules(ResourceType type) {
        super(type);
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        DriverRules.driverName(spec.at("attacher"));
        spec.at("nodeName").requireText();
        Place source = spec.at("source");
        boolean inline = source.at("inlineVolumeSpec").present();
        boolean named = source.at("persistentVolumeName").present();
        if (!inline && !named) {
            source.required(
                    "must specify exactly one of inlineVolumeSpec and persistentVolumeName");
        } else if (inline && named) {
            source.forbidden(
                    "must specify exactly one of inlineVolumeSpec and persistentVolumeName");
        } else if (named && source.at("persistentVolumeName").empty()) {
            source.at("persistentVolumeName")
                    .required("must specify non empty persistentVolumeName");
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        check(object);
        object.at("spec").unchanged(stored.path("spec"));
    }
}
