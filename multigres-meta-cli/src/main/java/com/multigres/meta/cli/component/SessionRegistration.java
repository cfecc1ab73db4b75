package com.multigres.meta.cli.component;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.Streaming;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.topo.Registration;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.TopoException;
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
    CellRegistration<Component> registration = register(cells, component, told);
    stream.print(
        Answer.line(
            () -> json(component, "registered"),
            "registered " + component.id() + " until interrupted"));
    int status = stream.untilInterrupted(registration::close);
    context.console().note("removed " + component.id());
    return status;
  }

  private static CellRegistration<Component> register(
      Cells cells, Component component, RegistrationOptions options) {
    try {
      return cells.register(component, options);
    } catch (TopoException e) {
      if (e.code() != TopoException.Code.NODE_EXISTS) {
        throw e;
      }
      ComponentId id = component.id();
      throw cells.with(id.cell(), topology -> new Registering(topology).refusal(id));
    }
  }

  private void tell(Component component, Registration.Event event) {
    if (event instanceof Registration.Event.Failed failed) {
      stream.fail(failed.error());
    } else if (event instanceof Registration.Event.TakenOver) {
      print(component, "takenOver", "somebody else took its record over");
      stream.fail(
          TopoException.refused(
              TopoException.Code.SESSION_LOST,
              "component "
                  + Shown.name(component.id().text())
                  + " is not registered by this process any more: somebody else took its record"
                  + " over (T21)"));
    } else if (event instanceof Registration.Event.Restored) {
      print(component, "restored", "registered again");
    } else {
      print(component, "sessionLost", "its session was lost, registering it again");
    }
  }

  private void print(Component component, String event, String said) {
    stream.print(Answer.line(() -> json(component, event), component.id() + ": " + said));
  }

  private static ObjectNode json(Component component, String event) {
    ObjectNode json = RegisterComponent.json(component);
    return json.put("event", event);
  }
}
