package dev.gantry.state.admission.kinds.device;

import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;

/** Parameters for a driver. Kubernetes: reference of DeviceConfiguration. Pure. */
final class DeviceConfig {

    private DeviceConfig() {}

    static void check(Place config) {
        Place opaque = config.at("opaque");
        if (!opaque.present()) {
            opaque.required("");
            return;
        }
        driver(opaque.at("driver"));
        Place parameters = opaque.at("parameters");
        if (!parameters.present()) {
            parameters.required("");
        } else if (!parameters.node().isObject()) {
            parameters.invalid("parameters must be a valid JSON object");
        }
    }

    /** The name of a driver: a subdomain of 63 bytes at most. */
    static void driver(Place driver) {
        if (driver.requireText()) {
            if (driver.text().length() > 63) {
                driver.tooLong(63);
            }
            driver.check(Names.DNS_SUBDOMAIN);
        }
    }
}
