package dev.gantry.reconciler.job;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Sets of completion indexes, written as Kubernetes writes them: {@code 0-2,5}. */
final class Indexes {

    private Indexes() {}

    /** Parts that are not numbers, or not below {@code end}, are left out. */
    static BitSet parse(@Nullable String text, int end) {
        BitSet set = new BitSet();
        if (text == null || text.isEmpty()) {
            return set;
        }
        for (String part : text.split(",")) {
            String[] ends = part.split("-", 2);
            try {
                int from = Integer.parseInt(ends[0].trim());
                int to = ends.length < 2 ? from : Integer.parseInt(ends[1].trim());
                if (from >= 0 && from <= to && from < end) {
                    set.set(from, Math.min(to + 1, end));
                }
            } catch (NumberFormatException e) {
                // written by nobody we know; the rest counts
                continue;
            }
        }
        return set;
    }

    static String format(BitSet set) {
        StringBuilder text = new StringBuilder();
        for (int from = set.nextSetBit(0); from >= 0; ) {
            int to = set.nextClearBit(from) - 1;
            if (!text.isEmpty()) {
                text.append(',');
            }
            text.append(from);
            if (to > from) {
                text.append(to == from + 1 ? ',' : '-').append(to);
            }
            from = set.nextSetBit(to + 1);
        }
        return text.toString();
    }
}
