package dev.gantry.access;

/** Decides whether a caller may do something. Safe for concurrent use; no I/O. */
public interface Authorizer {

    Decision authorize(Attributes attributes);
}
