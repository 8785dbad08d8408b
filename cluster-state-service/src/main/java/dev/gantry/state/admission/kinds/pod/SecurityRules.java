package dev.gantry.state.admission.kinds.pod;

import dev.gantry.state.admission.validation.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Security contexts of pods and containers. Kubernetes: "Configure a Security Context". Pure. */
final class SecurityRules {

    private static final long HIGHEST_ID = Integer.MAX_VALUE;
    private static final String SYSCTL =
            "([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
    private static final Set<String> PROFILES = Set.of("Localhost", "RuntimeDefault", "Unconfined");

    private SecurityRules() {}

    static void pod(Place spec) {
        Place context = spec.at("securityContext");
        ids(context);
        context.at("fsGroup").between(0, HIGHEST_ID);
        context.at("supplementalGroups").items().forEach(g -> g.between(0, HIGHEST_ID));
        if (spec.at("shareProcessNamespace").flag() && spec.at("hostPID").flag()) {
            context.absent("shareProcessNamespace")
                    .invalid("ShareProcessNamespace and HostPID cannot both be enabled");
        }
        context.at("fsGroupChangePolicy").oneOf(Set.of("OnRootMismatch", "Always"));
        context.at("supplementalGroupsPolicy").oneOf(Set.of("Merge", "Strict"));
        context.at("seLinuxChangePolicy").oneOf(Set.of("MountOption", "Recursive"));
        sysctls(context.at("sysctls"), spec);
        profiles(context);
    }

    private static void ids(Place context) {
        context.at("runAsUser").between(0, HIGHEST_ID);
        context.at("runAsGroup").between(0, HIGHEST_ID);
    }

    private static void sysctls(Place sysctls, Place spec) {
        Set<String> names = new HashSet<>();
        for (Place each : sysctls.items()) {
            Place name = each.at("name");
            if (name.empty()) {
                name.required("");
            } else if (name.text().length() > 253 || !name.text().matches(SYSCTL)) {
                name.invalid("must have at most 253 characters and match regex ^" + SYSCTL + "$");
            } else if (!names.add(name.text().replace('/', '.'))) {
                name.duplicate();
            }
            if (spec.at("hostNetwork").flag() && name.text().startsWith("net.")) {
                name.invalid("may not be specified when 'hostNetwork' is true");
            }
            if (spec.at("hostIPC").flag()
                    && name.text().matches("kernel\\.(shm|msg|sem).*|fs\\.mqueue\\..*")) {
                name.invalid("may not be specified when 'hostIPC' is true");
            }
        }
    }

    static void container(Place context, boolean allowPrivileged, boolean hostUsers) {
        Place privileged = context.at("privileged");
        if (privileged.flag() && !allowPrivileged) {
            privileged.forbidden("disallowed by cluster policy");
        }
        ids(context);
        Place procMount = context.at("procMount");
        procMount.oneOf(Set.of("Default", "Unmasked"));
        if (procMount.text().equals("Unmasked") && hostUsers) {
            procMount.invalid("`hostUsers` must be false to use `Unmasked`");
        }
        profiles(context);
        escalation(context, privileged.flag());
    }

    private static void escalation(Place context, boolean privileged) {
        Place escalation = context.at("allowPrivilegeEscalation");
        if (!escalation.present() || escalation.flag()) {
            return;
        }
        if (privileged) {
            context.invalid(
                    "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        }
        if (context.at("capabilities").at("add").texts().contains("CAP_SYS_ADMIN")) {
            context.invalid(
                    "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add`"
                            + " CAP_SYS_ADMIN");
        }
    }

    private static void profiles(Place context) {
        for (String name : List.of("seccompProfile", "appArmorProfile")) {
            if (context.at(name).present()) {
                profile(context.at(name), name.equals("seccompProfile") ? "seccomp" : "AppArmor");
            }
        }
    }

    private static void profile(Place profile, String what) {
        Place type = profile.at("type");
        Place local = profile.at("localhostProfile");
        if (type.empty()) {
            type.required(
                    "type is required when "
                            + what.toLowerCase(java.util.Locale.ROOT)
                            + "Profile is set");
        } else if (!PROFILES.contains(type.text())) {
            type.unsupported(PROFILES);
        } else if (type.text().equals("Localhost")) {
            localProfile(local, what);
        } else if (local.present()) {
            local.invalid("can only be set when " + what + " type is Localhost");
        }
    }

    private static void localProfile(Place local, String what) {
        if (local.empty()) {
            local.required("must be set when " + what + " type is Localhost");
        } else if (what.equals("seccomp")) {
            VolumeRules.descendingPath(local);
        }
    }
}
