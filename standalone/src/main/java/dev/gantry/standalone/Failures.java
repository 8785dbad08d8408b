package dev.gantry.standalone;

/** Says what went wrong to somebody who did not write it. */
final class Failures {

    private Failures() {}

    /** The innermost reason, at most 500 characters. */
    static String inOneSentence(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        String message =
                innermost.getMessage() == null
                        ? innermost.getClass().getSimpleName()
                        : innermost.getMessage();
        return message.length() > 500 ? message.substring(0, 500) : message;
    }
}
