package com.multigres.meta.cli.demo;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.cluster.CatalogCreation;
import com.multigres.meta.cluster.ClusterInitializer;
import com.multigres.meta.cluster.spec.CellSpec;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.model.TableName;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topology.Entry;
import com.multigres.meta.topology.cells.Discovery;
import com.multigres.meta.view.ClusterView;
import com.multigres.meta.view.Route;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The life of a cluster in its order, each step said as it is done. Every step may be repeated:
 * whoever dies in between and tells the story again comes to the same end.
 */
public final class Story {
  private final DemoCluster cluster;
  private final DemoSpec spec;
  private final Narration narration;
  private final Poolers poolers;

  /** A story about a cluster. */
  public Story(DemoCluster cluster, DemoSpec spec, Narration narration) {
    this.cluster = cluster;
    this.spec = spec;
    this.narration = narration;
    List<String> cells = spec.cluster().cells().stream().map(CellSpec::name).toList();
    poolers = new Poolers(cluster, cells);
  }

  /** Tells it from the beginning to the end. */
  public void tell() {
    Earlier earlier = Earlier.in(cluster.catalogs());
    initialise();
    startComponents();
    createCatalog(earlier);
    elect();
    serve();
    Growth growth = new Growth(cluster, poolers, narration, earlier);
    growth.databases(spec.cluster());
    growth.tableGroups(spec);
    growth.splitAndMerge();
    growth.drop();
  }

  private void initialise() {
    ClusterSpec wanted = spec.cluster();
    narration.step("Initialise the cluster");
    ClusterInitializer.Result result =
        new ClusterInitializer(cluster.global(), cluster.root()).initialise(wanted);
    narration.tell(
        "global topology /"
            + cluster.root()
            + ": the entry of cluster "
            + wanted.name()
            + Earlier.mark(result.entry()));
    for (CellSpec cell : wanted.cells()) {
      TopoPath path = cluster.global().cells().path(cell.name());
      narration.tell(
          "/"
              + cluster.root().resolve(path)
              + ": its topology is at "
              + servers(cell)
              + ", root "
              + cell.localTopo().rootPath()
              + Earlier.mark(result.effectOn(cell.name())));
    }
  }

  private static String servers(CellSpec cell) {
    List<String> addresses = cell.localTopo().addresses();
    return addresses.isEmpty() ? "the global servers" : String.join(", ", addresses);
  }

  private void startComponents() {
    narration.step("Start a pooler, gateways and orchestrators");
    int before = cluster.cells().components().components().size();
    poolers.start(CatalogCreation.HOME, 0);
    spec.cluster().cells().forEach(cell -> poolers.startOthers(cell.name()));
    Discovery<Component> found = cluster.cells().components();
    for (CellSpec cell : spec.cluster().cells()) {
      narration.tell(
          cell.localTopo().rootPath()
              + ": "
              + found.components().stream()
                  .filter(entry -> entry.record().id().cell().equals(cell.name()))
                  .map(Entry::path)
                  .map(TopoPath::toString)
                  .collect(Collectors.joining(", ")));
    }
    int now = found.components().size();
    String there =
        before == 0 ? "" : ", " + (before == now ? "all" : before) + " of them already there";
    narration.tell(
        "every component finds the others: " + now + " registered and discovered" + there);
  }

  private void createCatalog(Earlier earlier) {
    narration.step("Create the catalog in Postgres");
    Pooler pooler = cluster.servers().all(CatalogCreation.HOME).get(0);
    boolean claimed = cluster.global().shardClaims().read(CatalogCreation.HOME).isPresent();
    CatalogSnapshot made =
        new CatalogCreation(cluster.global(), cluster.catalogs())
            .create(poolers.orchestrator(), List.of(pooler.id()));
    narration.tell(
        poolers.orchestrator()
            + " claimed shard "
            + CatalogCreation.HOME
            + " in the global topology: nobody else initialises it"
            + Earlier.mark(claimed));
    narration.tell(
        "the hidden area of the only shard's Postgres holds the catalog, generation "
            + made.position().generation()
            + Earlier.mark(earlier.hasCatalog()));
  }

  private void elect() {
    narration.step("Elect a primary");
    boolean elected = cluster.servers().primary(CatalogCreation.HOME).isPresent();
    Pooler primary =
        cluster.appointment().appointOnly(poolers.orchestrator(), CatalogCreation.HOME);
    narration.tell(
        primary.id()
            + " is the only pooler: "
            + primary.type()
            + " of "
            + CatalogCreation.HOME
            + ", and its record says so"
            + Earlier.mark(elected));
    cluster.carry().forEach(action -> narration.tell(action.place() + ": " + action.reason()));
  }

  private void serve() {
    narration.step("Serve through the gateway");
    try (ClusterView view = cluster.view(spec.cluster().name())) {
      view.snapshot().route("", TableName.of("anything"), new byte[0]).ifPresent(this::tell);
    }
  }

  private void tell(Route route) {
    narration.tell(
        "a connection without a database name: "
            + route.database().name()
            + "/"
            + route.tableGroup().name()
            + "/"
            + route.shard().name()
            + ", served by "
            + route.primary().map(pooler -> pooler.id().text()).orElse("nobody"));
  }
}
