package dev.gantry.state.customresource;

import dev.gantry.state.customresource.definition.SchemaExpressions;
import dev.gantry.state.customresource.schema.Structural;
import java.util.List;

final class NoExpressions implements SchemaExpressions {
    @Override
    public List<String> problems(String rule, Structural at) {
        return List.of();
    }

    @Override
    public List<String> messageProblems(String expression, Structural at) {
        return List.of();
    }
}
