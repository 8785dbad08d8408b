package dev.gantry.state.request.subresource;

import dev.gantry.api.status.ApiError;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.write.Plan;
import dev.gantry.state.request.write.WriteAction;
import dev.gantry.state.store.CommitResult.Refused;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A write whose answer shows something else than what was written. */
record MappedAction(WriteAction action, UnaryOperator<Answer> view) implements WriteAction {

    @Override
    public Plan plan(boolean live) {
        return switch (action.plan(live)) {
            case Plan.Settled settled ->
                    new Plan.Settled(view.apply(settled.answer()), settled.certain());
            case Plan.Pending pending ->
                    new Plan.Pending(
                            pending.writes(),
                            pending.guards(),
                            revision -> view.apply(pending.answer().apply(revision)));
        };
    }

    @Override
    public @Nullable ApiError refusal(Refused refused) {
        return action.refusal(refused);
    }

    @Override
    public boolean readsObject() {
        return action.readsObject();
    }
}
