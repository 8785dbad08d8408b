package dev.gantry.gateway;

/** The order in which a request passes the filters. */
public final class FilterOrder {

    public static final int AUTHENTICATION = 100;
    public static final int AUDIT = 200;
    public static final int IMPERSONATION = 250;
    public static final int LIMITS = 300;
    public static final int PROXY = 400;
    public static final int USAGE = 450;
    public static final int WATCH_SOCKET = 500;

    private FilterOrder() {}
}
