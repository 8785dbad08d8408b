package dev.gantry.state.request.write;

import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.store.Guard;
import dev.gantry.state.store.Write;
import java.util.List;
import java.util.function.LongFunction;

/** What one write comes down to against one state of its object. */
public sealed interface Plan {

    /**
     * Nothing is to be stored: a dry run, or the object is already as wanted.
     *
     * @param certain whether fresher state could not change that
     */
    record Settled(Answer answer, boolean certain) implements Plan {}

    /**
     * To be committed as one group; the object's own write comes first.
     *
     * @param answer by the revision of the first write
     */
    record Pending(List<Write> writes, List<Guard> guards, LongFunction<Answer> answer)
            implements Plan {

        public Pending {
            writes = List.copyOf(writes);
            guards = List.copyOf(guards);
        }
    }
}
