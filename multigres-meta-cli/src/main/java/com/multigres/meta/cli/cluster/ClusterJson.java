package com.multigres.meta.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.catalog.document.CatalogJson;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.record.RecordJson;
import com.multigres.meta.cli.record.Unreadable;
import com.multigres.meta.cluster.ClusterEntry;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.topo.TopoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that is known about a cluster as one document. */
public final class ClusterJson {
  private ClusterJson() {}

  /** The document. */
  public static JsonNode of(ClusterView view) {
    ObjectNode json = Json.object();
    json.set("cluster", Json.text(view.entry().map(ClusterEntry::name)));
    json.set("namespace", Json.text(view.entry().map(ClusterEntry::namespace)));
    ObjectNode topology = json.putObject("topology").put("root", view.root());
    topology.set("cells", Json.array(view.cells().records(), cell -> cell(view, cell)));
    topology.set("databases", Json.array(view.databases().records(), RecordJson::of));
    topology.set("unreadable", Unreadable.json(unreadable(view)));
    Optional<String> cluster = view.entry().map(ClusterEntry::name);
    return json.set(
        "catalog",
        view.catalog()
            .<JsonNode>map(catalog -> CatalogJson.of(cluster, catalog))
            .orElse(Json.nothing()));
  }

  private static ObjectNode cell(ClusterView view, Cell cell) {
    ObjectNode json = RecordJson.cell(cell);
    List<Component> components =
        view.components().records().stream()
            .filter(component -> component.id().cell().equals(cell.name()))
            .toList();
    json.set("components", Json.array(components, RecordJson::component));
    Optional<TopoException> why =
        Optional.ofNullable(view.components().unreachableCells().get(cell.name()));
    return json.set(
        "unreachable", Json.text(why.map(error -> Shown.line(String.valueOf(error.getMessage())))));
  }

  private static List<TopoException> unreadable(ClusterView view) {
    List<TopoException> all = new ArrayList<>(view.cells().unreadable());
    all.addAll(view.databases().unreadable());
    all.addAll(view.components().unreadable());
    return all;
  }
}
