package dev.gantry.controller.election;

/** Acts while it leads. Both calls come on the election's thread, in turns. */
public interface Candidate {

    /** Leads from now on. Must return promptly: renewing waits for it. */
    void started(Term term);

    /** Leads no longer. Returns when nothing acts any more, within a few seconds. */
    void stopped();
}
