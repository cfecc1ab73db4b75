package com.multigres.meta.view;

import static org.awaitility.Awaitility.await;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.memory.catalog.MemoryCatalogs;
import com.multigres.meta.memory.topo.MemoryTopoServer;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topology.CellTopology;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.TopoLayout;
import com.multigres.meta.topology.cells.CellResolver;
import com.multigres.meta.topology.cells.Cells;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.hamcrest.Description;
import org.hamcrest.TypeSafeMatcher;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A cluster of the cells {@code a} and {@code b} in memory: a topology server for all of them, one
 * for each, and a catalog. Closes what was opened.
 */
final class LiveCluster implements AfterEachCallback {
  private static final StoreOptions LAZILY = StoreOptions.builder().lazy(true).build();

  private final String name = "view-" + UUID.randomUUID();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  final MemoryTopoServer globalServer = server("global");
  final GlobalTopology global = GlobalTopology.of(open("global", "/g"), TopoLayout.CANONICAL);
  final CatalogStore catalogs = closing(CatalogStores.open("memory://" + name));
  final CatalogLine line = new CatalogLine(closing(CatalogStores.open("memory://" + name)));

  LiveCluster() {
    catalogs.initialise();
    addCell("a");
    addCell("b");
  }

  MemoryTopoServer server(String server) {
    return closing(MemoryTopoServer.named(name + "-" + server));
  }

  private TopoStore open(String server, String root) {
    return closing(TopoStores.open("memory://" + name + "-" + server + root, LAZILY));
  }

  /** A cell on the server of its name. */
  void addCell(String cell) {
    server(cell);
    moveCell(cell, "/c");
  }

  void moveCell(String cell, String root) {
    global.cells().put(new Cell(cell, List.of(name + "-" + cell), root));
  }

  CellTopology cell(String cell) {
    return cell(cell, "/c");
  }

  CellTopology cell(String cell, String root) {
    return CellTopology.of(cell, open(cell, root), TopoLayout.CANONICAL);
  }

  void register(Component component) {
    cell(component.id().cell()).register(component);
  }

  Position apply(CatalogChange... changes) {
    return catalogs.apply(List.of(changes), ApplyOptions.none()).position();
  }

  /** Goes back to a generation, as after a failover that lost the later ones. */
  void loseAfter(long generation) {
    MemoryCatalogs.loseAfter(name, generation);
  }

  /** A view with stores of its own, opened lazily; it proves its catalog often. */
  ClusterViewBuilder view() {
    return view("c1");
  }

  ClusterViewBuilder view(String cluster) {
    return unconnected(cluster).catalog(line.store());
  }

  ClusterViewBuilder viewWithoutCatalog() {
    return unconnected("c1");
  }

  private ClusterViewBuilder unconnected(String cluster) {
    String uri = "memory://" + name + "-global/g";
    GlobalTopology own =
        GlobalTopology.of(closing(TopoStores.open(uri, LAZILY)), TopoLayout.CANONICAL);
    Cells cells = closing(Cells.of(own, CellResolver.like(uri, LAZILY)));
    return ClusterView.of(cluster, own, cells)
        .nearest("a", "b")
        .proveCatalogEvery(Duration.ofMillis(200));
  }

  ClusterView start() {
    return closing(view().start());
  }

  ClusterView startCurrent() {
    ClusterView view = start();
    awaitView(view, ClusterSnapshot::isCurrent);
    return view;
  }

  static void awaitView(ClusterView view, Predicate<ClusterSnapshot> condition) {
    await().atMost(Duration.ofSeconds(20)).until(view::snapshot, new Satisfying(condition));
  }

  /** Says in its failure what the view showed instead. */
  private static final class Satisfying extends TypeSafeMatcher<ClusterSnapshot> {
    private final Predicate<ClusterSnapshot> condition;

    Satisfying(Predicate<ClusterSnapshot> condition) {
      this.condition = condition;
    }

    @Override
    protected boolean matchesSafely(ClusterSnapshot snapshot) {
      return condition.test(snapshot);
    }

    @Override
    public void describeTo(Description description) {
      description.appendText("the condition of the test");
    }
  }

  <C extends AutoCloseable> C closing(C resource) {
    opened.push(resource);
    return resource;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
    MemoryCatalogs.forget(name);
  }
}
