package dev.gantry.api.catalog;

/**
 * A column of a Table as the server declares it; priority 0 is shown, 1 only with {@code -o wide}.
 */
public record PrinterColumn(String name, String type, String format, int priority) {}
