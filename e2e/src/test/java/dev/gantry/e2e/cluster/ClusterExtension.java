package dev.gantry.e2e.cluster;

import java.util.Locale;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Starts the shared cluster with the first class that wants it; it ends with the run. */
final class ClusterExtension
        implements BeforeAllCallback,
                AfterAllCallback,
                ParameterResolver,
                TestExecutionExceptionHandler {

    private static final Namespace SCOPE = Namespace.create(ClusterExtension.class);

    /** Closed by the engine when all tests are done. */
    private static final class Running implements AutoCloseable {
        private final TestCluster cluster = new TestCluster("shared", "--nodes", "2");

        private Running() {
            cluster.up().succeeded();
            TestImages.build();
        }

        @Override
        public void close() {
            cluster.close();
        }
    }

    private static TestCluster cluster(ExtensionContext context) {
        return context.getRoot()
                .getStore(SCOPE)
                .computeIfAbsent(Running.class, type -> new Running(), Running.class)
                .cluster;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster(context).kubectl("create", "namespace", namespace(context)).succeeded();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        cluster(context)
                .kubectl("delete", "namespace", namespace(context), "--wait=false")
                .succeeded();
    }

    private static String namespace(ExtensionContext context) {
        return context.getRequiredTestClass()
                .getSimpleName()
                .replaceAll("([a-z])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestCluster.class || type == TestNamespace.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestCluster cluster = cluster(context);
        return parameter.getParameter().getType() == TestCluster.class
                ? cluster
                : new TestNamespace(cluster, namespace(context));
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure)
            throws Throwable {
        Bundle.write(cluster(context), context.getDisplayName(), namespace(context));
        throw failure;
    }
}
