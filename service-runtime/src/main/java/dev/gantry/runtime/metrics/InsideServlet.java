package dev.gantry.runtime.metrics;

import dev.gantry.access.Attributes;
import dev.gantry.access.Authorizer;
import dev.gantry.access.Decision;
import dev.gantry.access.NodeView;
import dev.gantry.access.RoleAuthorizer;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.door.Caller;
import dev.gantry.runtime.door.Statuses;
import dev.gantry.runtime.http.RequestCallers;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A page for the cluster's own identities and its administrators. */
abstract class InsideServlet extends HttpServlet {

    private final transient RequestCallers callers;
    private final transient Authorizer authorizer = new RoleAuthorizer(NodeView.empty());

    InsideServlet(RequestCallers callers) {
        this.callers = callers;
    }

    abstract void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException;

    @Override
    protected final void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Caller caller = callers.of(request);
        if (caller == null) {
            Statuses.send(response, ApiError.unauthorized());
            return;
        }
        Attributes asked = Attributes.path(caller, "get", request.getServletPath());
        if (authorizer.authorize(asked) instanceof Decision.Denied denied) {
            Statuses.send(response, asked.forbidden(denied));
            return;
        }
        answer(request, response);
    }
}
