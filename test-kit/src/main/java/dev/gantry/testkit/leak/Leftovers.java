package dev.gantry.testkit.leak;

import java.util.Set;

/** Names things that tests may leave behind; has a constructor without arguments. */
public interface Leftovers {

    /** What is there now, each with a name that a reader of the failure understands. */
    Set<String> present();
}
