package com.multigres.meta.cli.component;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.output.TextTable;
import com.multigres.meta.cli.record.RecordJson;
import com.multigres.meta.cli.record.Unreadable;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.Entry;
import com.multigres.meta.topology.cells.Cells;
import com.multigres.meta.topology.cells.Discovery;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code component list}. */
@Command(name = "list", description = "List what registered itself, in all cells.")
final class ListComponents implements Callable<Integer> {
  private final Context context;

  @Option(names = "--cell", paramLabel = "CELL", description = "Only in this cell.")
  private Optional<String> cell = Optional.empty();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "Only these: pooler, gateway or orchestrator.")
  private Optional<String> type = Optional.empty();

  ListComponents(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Optional<ComponentType> wanted = type.map(ComponentType::parse);
    Discovery<Component> found = discover();
    List<Entry<Component>> shown =
        found.components().stream()
            .filter(entry -> cell.isEmpty() || cell.get().equals(entry.record().id().cell()))
            .filter(entry -> wanted.isEmpty() || wanted.get().equals(entry.record().id().type()))
            .toList();
    Unreadable.note(context, found.unreadable());
    found.unreachableCells().forEach((name, why) -> context.console().note(unreachable(name, why)));
    return context.answer(Answer.of(() -> json(shown, found), paint -> table(shown, paint)));
  }

  private Discovery<Component> discover() {
    try (TopoStore store = context.stores().openCluster();
        Cells cells = context.stores().cells(context.stores().global(store))) {
      cell.ifPresent(name -> cells.with(name, topology -> topology.cell()));
      return cells.components();
    }
  }

  private static String unreachable(String cell, TopoException why) {
    return "cell " + cell + " was not searched: " + Shown.line(String.valueOf(why.getMessage()));
  }

  private static ObjectNode json(List<Entry<Component>> shown, Discovery<Component> found) {
    ObjectNode json = Json.object();
    json.set("components", Json.array(shown, ListComponents::component));
    ObjectNode unreachable = json.putObject("unreachableCells");
    found
        .unreachableCells()
        .forEach(
            (name, why) -> unreachable.put(name, Shown.line(String.valueOf(why.getMessage()))));
    return json.set("unreadable", Unreadable.json(found.unreadable()));
  }

  private static ObjectNode component(Entry<Component> entry) {
    return RecordJson.component(entry.record())
        .put("version", entry.version().toString())
        .put("ephemeral", entry.node().ephemeral());
  }

  private static List<String> table(List<Entry<Component>> shown, Paint paint) {
    TextTable table =
        new TextTable("ID", "TYPE", "CELL", "HOST", "PORTS", "SHARD", "STATE", "BOUND");
    for (Entry<Component> entry : shown) {
      Component component = entry.record();
      Optional<Pooler> pooler =
          component instanceof Pooler one ? Optional.of(one) : Optional.empty();
      table.row(
          Shown.name(component.id().text()),
          component.id().type().name().toLowerCase(Locale.ROOT),
          Shown.name(component.id().cell()),
          Shown.name(component.hostname()),
          ports(component.ports()),
          pooler.flatMap(Pooler::shardKey).map(ShardKey::toString).orElse("-"),
          pooler.map(ListComponents::state).orElse("-"),
          entry.node().ephemeral() ? "session" : "-");
    }
    return table.lines(paint, "no component");
  }

  private static String state(Pooler pooler) {
    return pooler.type().name() + " " + pooler.lifecycle().status().name();
  }

  private static String ports(Map<String, Integer> ports) {
    return ports.entrySet().stream()
        .map(port -> port.getKey() + "=" + port.getValue())
        .collect(Collectors.joining(","));
  }
}
