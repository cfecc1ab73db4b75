package com.multigres.meta.cli.component;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.Streaming;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.topo.Registration;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topology.cells.CellRegistration;
import com.multigres.meta.topology.cells.Cells;

/** Keeps a component registered until interrupted, and tells what becomes of the registration. */
final class SessionRegistration {
  private final Context context;
  private final Streaming stream;

  SessionRegistration(Context context) {
    this.context = context;
    stream = new Streaming(context);
  }

  int keep(Cells cells, Component component, RegistrationOptions options) {
    RegistrationOptions told = options.listener(event -> tell(component, event));
    CellRegistration<Component> registration = cells.register(component, told);
    stream.print(
        Answer.line(
            () -> json(component, "registered"),
            "registered " + component.id() + " until interrupted"));
    int status = stream.untilInterrupted(registration::close);
    context.console().note("removed " + component.id());
    return status;
  }

  private void tell(Component component, Registration.Event event) {
    if (event instanceof Registration.Event.Failed failed) {
      stream.fail(failed.error());
      return;
    }
    String what =
        event instanceof Registration.Event.Restored
            ? "restored"
            : event instanceof Registration.Event.SessionLost ? "sessionLost" : "takenOver";
    stream.print(Answer.line(() -> json(component, what), component.id() + ": " + what));
  }

  private static ObjectNode json(Component component, String event) {
    ObjectNode json = RegisterComponent.json(component);
    return json.put("event", event);
  }
}
