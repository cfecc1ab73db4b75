package com.multigres.meta.cli.cluster;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.cli.catalog.document.CatalogTree;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.output.TextTree;
import com.multigres.meta.cluster.ClusterEntry;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.topo.TopoException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Everything that is known about a cluster as one tree. */
public final class ClusterTree {
  private final ClusterView view;
  private final Paint paint;

  /** Draws a view. */
  public ClusterTree(ClusterView view, Paint paint) {
    this.view = view;
    this.paint = paint;
  }

  /** The tree's lines. */
  public List<String> lines() {
    String name = view.entry().map(ClusterEntry::qualifiedName).orElse("(no entry)");
    TextTree tree = new TextTree("cluster " + paint.strong(name));
    topology(tree.branch("topology " + paint.strong(view.root())));
    view.catalog()
        .ifPresentOrElse(
            catalog -> catalog(tree, catalog), () -> tree.branch(paint.faint("no catalog yet")));
    return tree.lines();
  }

  private void topology(TextTree topology) {
    for (Cell cell : view.cells().records()) {
      String servers =
          cell.serverAddresses().isEmpty()
              ? "global servers"
              : String.join(",", cell.serverAddresses());
      String where = paint.faint("  " + servers + " " + cell.root());
      components(topology.branch("cell " + paint.strong(Shown.name(cell.name())) + where), cell);
    }
    for (DatabaseRecord database : view.databases().records()) {
      String details =
          "  "
              + database.durabilityPolicy().name()
              + ", cells "
              + String.join(",", database.cells());
      topology.branch("database record " + Shown.name(database.name()) + paint.faint(details));
    }
    unreadable(topology, view.cells().unreadable());
    unreadable(topology, view.databases().unreadable());
    unreadable(topology, view.components().unreadable());
  }

  private void components(TextTree branch, Cell cell) {
    Optional.ofNullable(view.components().unreachableCells().get(cell.name()))
        .ifPresent(why -> branch.branch(paint.bad("not reached: ") + message(why)));
    view.components().records().stream()
        .filter(component -> component.id().cell().equals(cell.name()))
        .forEach(component -> branch.branch(label(component)));
  }

  private String label(Component component) {
    String kind = component.id().type().name().toLowerCase(Locale.ROOT);
    String host = paint.faint("  " + Shown.name(component.hostname()));
    String role =
        component instanceof Pooler pooler
            ? " "
                + pooler.shardKey().map(ShardKey::toString).orElse("no shard")
                + " "
                + paint.good(pooler.type().name())
            : "";
    return kind + " " + paint.strong(Shown.name(component.id().name())) + role + host;
  }

  private void catalog(TextTree tree, CatalogSnapshot catalog) {
    TextTree branch = tree.branch("catalog at " + paint.strong(catalog.position().toString()));
    new CatalogTree(paint, false).grow(branch, catalog.catalog());
  }

  private void unreadable(TextTree branch, List<TopoException> errors) {
    errors.forEach(error -> branch.branch(paint.bad("unreadable: ") + message(error)));
  }

  private static String message(TopoException error) {
    return Shown.line(String.valueOf(error.getMessage()));
  }
}
