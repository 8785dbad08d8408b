package dev.gantry.state.admission.expression;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelOptionalLibrary;
import dev.cel.parser.CelStandardMacro;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Parses and checks with cel-java; nothing is evaluated here. Documents have the type dyn. */
public final class CelExpressions implements Expressions {

    private static final List<String> OF_ADMISSION =
            List.of("object", "oldObject", "request", "namespaceObject", "authorizer");

    /** One compiler for each set of names and each result: a handful in all. */
    private final Map<String, CelCompiler> compilers = new ConcurrentHashMap<>();

    @Override
    public List<String> problems(String expression, Set<String> variables, Result result) {
        CelCompiler compiler =
                compilers.computeIfAbsent(
                        new TreeSet<>(variables) + " " + result,
                        key -> compiler(variables, result));
        try {
            if (result == Result.PATCH) {
                compiler.parse(expression).getAst();
            } else {
                compiler.compile(expression).getAst();
            }
            return List.of();
        } catch (CelValidationException e) {
            return List.of("compilation failed: " + e.getMessage());
        }
    }

    private static CelCompiler compiler(Set<String> variables, Result result) {
        CelCompilerBuilder builder =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .setOptions(
                                CelOptions.current()
                                        .enableHeterogeneousNumericComparisons(true)
                                        .build())
                        .addLibraries(
                                CelExtensions.strings(),
                                CelExtensions.bindings(),
                                CelOptionalLibrary.INSTANCE)
                        .addFunctionDeclarations(KubernetesFunctions.declarations());
        OF_ADMISSION.forEach(name -> builder.addVar(name, SimpleType.DYN));
        variables.forEach(name -> builder.addVar(name, SimpleType.DYN));
        switch (result) {
            case BOOL -> builder.setResultType(SimpleType.BOOL);
            case STRING -> builder.setResultType(SimpleType.STRING);
            case ANY, PATCH -> {}
        }
        return builder.build();
    }
}
