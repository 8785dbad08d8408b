package dev.gantry.state.customresource.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelOptionalLibrary;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.gantry.state.admission.expression.KubernetesFunctions;
import dev.gantry.state.customresource.definition.SchemaExpressions;
import dev.gantry.state.customresource.schema.Structural;
import java.util.List;

/**
 * Compiles rules by the schema where they stand: {@code self} and {@code oldSelf} have its type.
 */
public final class RuleCompiler implements SchemaExpressions {

    /** Bounds the work of one rule on one object. */
    private static final int MOST_ITERATIONS = 100_000;

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .comprehensionMaxIterations(MOST_ITERATIONS)
                    .build();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.standardCelRuntimeBuilder()
                    .setOptions(OPTIONS)
                    .addLibraries(CelExtensions.strings(), CelOptionalLibrary.INSTANCE)
                    .addFunctionBindings(KubernetesBindings.all())
                    .build();

    /** Why a rule cannot be compiled. */
    static final class Wrong extends Exception {
        Wrong(String message) {
            super(message, null, false, false);
        }
    }

    @Override
    public List<String> problems(String rule, Structural at) {
        boolean optional = false;
        for (Structural.Rule each : at.rules()) {
            optional |= each.rule().equals(rule) && each.optionalOldSelf();
        }
        return told(rule, at, optional, SimpleType.BOOL);
    }

    @Override
    public List<String> messageProblems(String expression, Structural at) {
        return told(expression, at, false, SimpleType.STRING);
    }

    private static List<String> told(String text, Structural at, boolean optional, CelType result) {
        try {
            ast(text, at, optional, result);
            return List.of();
        } catch (Wrong e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /** What judges objects by an expression. */
    static CelRuntime.Program program(
            String text, Structural at, boolean optionalOldSelf, CelType result) throws Wrong {
        try {
            return RUNTIME.createProgram(ast(text, at, optionalOldSelf, result));
        } catch (CelEvaluationException e) {
            throw new Wrong("compilation failed: " + e.getMessage());
        }
    }

    private static CelAbstractSyntaxTree ast(
            String text, Structural at, boolean optionalOldSelf, CelType result) throws Wrong {
        SchemaTypes types = new SchemaTypes();
        CelType self = types.of(at.embedded() ? at.whole() : at);
        CelCompiler compiler =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .setOptions(OPTIONS)
                        .setTypeProvider(types)
                        .addLibraries(
                                CelExtensions.strings(),
                                CelExtensions.bindings(),
                                CelOptionalLibrary.INSTANCE)
                        .addFunctionDeclarations(KubernetesFunctions.declarations())
                        .addVar("self", self)
                        .addVar("oldSelf", optionalOldSelf ? OptionalType.create(self) : self)
                        .build();
        CelAbstractSyntaxTree ast;
        try {
            ast = compiler.compile(text).getAst();
        } catch (CelValidationException e) {
            throw new Wrong("compilation failed: " + e.getMessage());
        }
        if (!ast.getResultType().equals(result) && !ast.getResultType().equals(SimpleType.DYN)) {
            throw new Wrong(
                    result.equals(SimpleType.BOOL)
                            ? "cel expression must evaluate to a bool"
                            : "messageExpression must evaluate to a string");
        }
        return ast;
    }
}
