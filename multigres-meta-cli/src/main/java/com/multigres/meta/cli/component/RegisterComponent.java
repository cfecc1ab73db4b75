package com.multigres.meta.cli.component;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.record.RecordJson;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.PutResult;
import com.multigres.meta.topology.cells.Cells;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code component register}. */
@Command(
    name = "register",
    description = "Register a component in its cell's topology, as the component itself does.")
final class RegisterComponent implements Callable<Integer> {
  private final Context context;

  @Mixin private final ComponentOptions described = new ComponentOptions();

  @Option(
      names = "--session",
      description = "Bind the record to this process: it goes when the process ends.")
  private boolean session;

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      description = "How long the record outlives a killed process; 10s unless given.")
  private Duration ttl = Duration.ofSeconds(10);

  @Option(
      names = "--on-conflict",
      paramLabel = "fail|wait|take_over",
      description = "What to do with a record of the same id that somebody else stands for.")
  private RegistrationOptions.Conflict conflict = RegistrationOptions.Conflict.FAIL;

  RegisterComponent(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Component component = described.component();
    try (TopoStore store = context.stores().openCluster();
        Cells cells = context.stores().cells(context.stores().global(store))) {
      if (session) {
        RegistrationOptions options = RegistrationOptions.ttl(ttl).onConflict(conflict);
        return new SessionRegistration(context).keep(cells, component, options);
      }
      PutResult<? extends Component> result =
          cells.with(described.cell(), topology -> topology.register(component));
      boolean changed = result.effect() != PutResult.Effect.UNCHANGED;
      return context.answer(
          Answer.line(
              () -> json(component).put("changed", changed),
              (changed ? "registered " : "was registered already: ") + component.id()));
    }
  }

  static ObjectNode json(Component component) {
    ObjectNode json = Json.object();
    return json.set("component", RecordJson.component(component));
  }
}
