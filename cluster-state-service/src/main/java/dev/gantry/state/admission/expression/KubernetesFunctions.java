package dev.gantry.state.admission.expression;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Kubernetes adds to the functions of CEL, by name, number of operands and result. Kubernetes:
 * "Common Expression Language in Kubernetes", "Kubernetes library additions".
 */
public final class KubernetesFunctions {

    private static final CelType BOOL = SimpleType.BOOL;
    private static final CelType INT = SimpleType.INT;
    private static final CelType TEXT = SimpleType.STRING;
    private static final CelType DYN = SimpleType.DYN;

    private final Map<String, List<CelOverloadDecl>> overloads = new LinkedHashMap<>();

    private KubernetesFunctions() {}

    /** For compilers. */
    public static List<CelFunctionDecl> declarations() {
        KubernetesFunctions all = new KubernetesFunctions();
        all.lists();
        all.urls();
        all.addresses();
        all.quantities();
        all.formats();
        all.authorizer();
        return all.overloads.entrySet().stream()
                .map(e -> CelFunctionDecl.newFunctionDeclaration(e.getKey(), e.getValue()))
                .toList();
    }

    private void lists() {
        members(BOOL, 0, "isSorted");
        members(DYN, 0, "sum", "min", "max");
        members(TEXT, 1, "find");
        members(DYN, 1, "findAll");
        members(DYN, 2, "findAll");
        globals(BOOL, 2, "sets.contains", "sets.equivalent", "sets.intersects");
    }

    private void urls() {
        globals(DYN, 1, "url");
        globals(BOOL, 1, "isURL");
        members(TEXT, 0, "getScheme", "getHost", "getHostname", "getPort", "getEscapedPath");
        members(DYN, 0, "getQuery");
    }

    private void addresses() {
        globals(DYN, 1, "ip", "cidr");
        globals(BOOL, 1, "isIP", "isCIDR", "ip.isCanonical");
        members(
                BOOL,
                0,
                "isUnspecified",
                "isLoopback",
                "isLinkLocalMulticast",
                "isLinkLocalUnicast",
                "isGlobalUnicast");
        members(BOOL, 1, "containsIP", "containsCIDR");
        members(INT, 0, "family", "prefixLength");
        members(DYN, 0, "ip", "masked");
    }

    private void quantities() {
        globals(DYN, 1, "quantity", "semver");
        globals(DYN, 2, "semver");
        globals(BOOL, 1, "isQuantity", "isSemver");
        globals(BOOL, 2, "isSemver");
        members(INT, 0, "sign", "asInteger", "major", "minor", "patch");
        members(BOOL, 0, "isInteger");
        members(SimpleType.DOUBLE, 0, "asApproximateFloat");
        members(DYN, 1, "add", "sub");
        members(BOOL, 1, "isLessThan", "isGreaterThan");
        members(INT, 1, "compareTo");
    }

    private void formats() {
        globals(DYN, 1, "format.named");
        for (String name :
                List.of(
                        "dns1123Label",
                        "dns1123Subdomain",
                        "dns1035Label",
                        "qualifiedName",
                        "dns1123LabelPrefix",
                        "dns1123SubdomainPrefix",
                        "dns1035LabelPrefix",
                        "labelValue",
                        "uri",
                        "uuid",
                        "byte",
                        "date",
                        "datetime")) {
            globals(DYN, 0, "format." + name);
        }
        members(DYN, 1, "validate");
        globals(TEXT, 1, "jsonpatch.escapeKey");
    }

    private void authorizer() {
        members(
                DYN,
                1,
                "path",
                "group",
                "resource",
                "subresource",
                "namespace",
                "name",
                "check",
                "fieldSelector",
                "labelSelector");
        members(DYN, 2, "serviceAccount");
        members(BOOL, 0, "allowed", "errored");
        members(TEXT, 0, "reason", "error");
    }

    private void members(CelType result, int operands, String... names) {
        for (String name : names) {
            String id = "kubernetes_member_" + name + "_" + operands;
            List<CelType> types = new ArrayList<>(Collections.nCopies(operands + 1, DYN));
            add(name, CelOverloadDecl.newMemberOverload(id, result, types));
        }
    }

    private void globals(CelType result, int operands, String... names) {
        for (String name : names) {
            String id = "kubernetes_" + name.replace('.', '_') + "_" + operands;
            add(
                    name,
                    CelOverloadDecl.newGlobalOverload(
                            id, result, Collections.nCopies(operands, DYN)));
        }
    }

    private void add(String name, CelOverloadDecl overload) {
        overloads.computeIfAbsent(name, n -> new ArrayList<>()).add(overload);
    }
}
