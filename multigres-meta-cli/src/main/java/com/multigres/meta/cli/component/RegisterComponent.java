package com.multigres.meta.cli.component;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.record.RecordJson;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.PutResult.Effect;
import com.multigres.meta.topology.cells.Cells;
import java.time.Duration;
import java.util.Optional;
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
      description =
          "With --session: what to do with a record of the same id that stands already; fail unless"
              + " given.")
  private Optional<RegistrationOptions.Conflict> conflict = Optional.empty();

  @Option(
      names = "--replace",
      description =
          "Without --session: write over a record of the same id that says something else.")
  private boolean replace;

  RegisterComponent(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (session ? replace : conflict.isPresent()) {
      throw CliException.usage(
          session
              ? "--replace is for a record that stays; with --session say --on-conflict take_over"
              : "--on-conflict is for --session; --replace writes over a record that stays");
    }
    Component component = described.component();
    try (TopoStore store = context.stores().openCluster();
        Cells cells = context.stores().cells(context.stores().global(store))) {
      return session ? keep(cells, component) : register(cells, component);
    }
  }

  private int keep(Cells cells, Component component) {
    RegistrationOptions options =
        RegistrationOptions.ttl(ttl).onConflict(conflict.orElse(RegistrationOptions.Conflict.FAIL));
    return new SessionRegistration(context).keep(cells, component, options);
  }

  private int register(Cells cells, Component component) {
    Effect effect =
        cells.with(
            described.cell(),
            topology -> {
              Registering registering = new Registering(topology);
              return replace
                  ? registering.replace(component).effect()
                  : registering.register(component).effect();
            });
    boolean changed = effect != Effect.UNCHANGED;
    return context.answer(
        Answer.line(
            () -> json(component).put("changed", changed),
            (changed ? "registered " : "was registered already: ") + component.id()));
  }

  static ObjectNode json(Component component) {
    ObjectNode json = Json.object();
    return json.set("component", RecordJson.component(component));
  }
}
