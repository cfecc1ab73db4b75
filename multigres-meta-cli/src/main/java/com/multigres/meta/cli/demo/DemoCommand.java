package com.multigres.meta.cli.demo;

import com.multigres.meta.cli.cluster.ClusterJson;
import com.multigres.meta.cli.cluster.ClusterOption;
import com.multigres.meta.cli.cluster.ClusterView;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.ExitStatus;
import com.multigres.meta.cli.run.Interruption;
import com.multigres.meta.cluster.ClusterErrorCode;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testservers.PostgresProcess;
import com.multigres.meta.testservers.PostgresSetup;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}. */
@Command(
    name = "demo",
    description =
        "Live the whole life of a cluster, from its first entry to its last split, on a Postgres of"
            + " its own; then show what it came to. Ends by itself and leaves nothing behind.")
public final class DemoCommand implements Callable<Integer> {
  private static final Duration SIGNAL = Duration.ofMillis(300);

  private final Context context;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "MANIFEST",
      description =
          "Do it for the cells, databases, tablegroups and shards of this MultigresCluster (YAML).")
  private Optional<Path> manifest = Optional.empty();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Keep the Postgres in this folder, and go on with what is in it.")
  private Optional<Path> dataDir = Optional.empty();

  @Option(
      names = "--topo-server",
      paramLabel = "SERVER",
      defaultValue = "POSTGRES",
      description =
          "Where the topology lives: ${COMPLETION-CANDIDATES}. A ZooKeeper is started beside the"
              + " Postgres, and never kept.")
  private DemoTopology.Kind topoServer = DemoTopology.Kind.POSTGRES;

  DemoCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Optional<ClusterSpec> given = manifest.map(file -> ClusterOption.read(context, file));
    if (dataDir.isPresent() && topoServer != DemoTopology.Kind.POSTGRES) {
      throw TopoException.badInput(
          "--data-dir keeps the Postgres only; a topology elsewhere would be gone");
    }
    try {
      return live(given);
    } catch (RuntimeException e) {
      // Ctrl-C ends the server's programs too, and their complaint may be here before the signal.
      if (context.interruption().askedWithin(SIGNAL)) {
        return ExitStatus.FAILED; // unseen: the process ends with the signal's own status
      }
      throw e;
    }
  }

  private int live(Optional<ClusterSpec> given) {
    try (PostgresProcess postgres = start()) {
      context
          .console()
          .note(postgres.version() + " runs at " + postgres.host() + ":" + postgres.port());
      try (DemoTopology topology = topology(postgres)) {
        List<String> servers = List.of(topology.address());
        DemoSpec spec =
            given
                .map(cluster -> DemoSpec.ofManifest(cluster, servers))
                .orElseGet(() -> DemoSpec.ofDocument(servers));
        return live(postgres, topology, spec);
      }
    }
  }

  private DemoTopology topology(PostgresProcess postgres) {
    if (topoServer == DemoTopology.Kind.POSTGRES) {
      return DemoTopology.on(postgres);
    }
    context.console().note("starting a ZooKeeper of the demo's own (a second) ...");
    return interruptibly(DemoTopology::onZooKeeper);
  }

  /** Starts the server, unless the command is asked to end meanwhile: then nobody waits for it. */
  private PostgresProcess start() {
    PostgresSetup setup = dataDir.map(PostgresSetup::keptIn).orElseGet(PostgresSetup::temporary);
    context.console().note("starting a PostgreSQL of the demo's own (a few seconds) ...");
    return interruptibly(() -> setup.closedByOwner().start());
  }

  private <T> T interruptibly(Supplier<T> starting) {
    Interruption.Ending asked = context.interruption().whenAsked(Thread.currentThread()::interrupt);
    try {
      return starting.get();
    } finally {
      asked.close();
      Thread.interrupted(); // from here on the story ends itself
    }
  }

  private int live(PostgresProcess postgres, DemoTopology topology, DemoSpec spec) {
    String server = DemoTopology.server(postgres);
    String root = "/multigres/" + spec.cluster().name() + "/global";
    StoreOptions options = StoreOptions.builder().password(postgres::password).build();
    dataDir.ifPresent(folder -> requireSameCluster(folder, spec, server, options));
    SpokenSteps steps = new SpokenSteps(context.console(), context.interruption());
    try (DemoCluster cluster = new DemoCluster(topology.uri(root), server, options)) {
      new Story(cluster, spec, steps).tell();
      ClusterView end =
          ClusterView.read(
              "/" + cluster.root(),
              cluster.global(),
              cluster.cells(),
              Optional.of(cluster.catalogs().read()));
      return context.answer(
          Answer.of(
              () -> steps.json(ClusterJson.of(end)),
              paint -> new DocumentTree(end, paint).lines()));
    }
  }

  /** A folder has one catalog, and that is one cluster's. */
  private static void requireSameCluster(
      Path folder, DemoSpec spec, String server, StoreOptions options) {
    try (TopoStore all = TopoStores.open(server + "#/multigres", options)) {
      for (String other : all.children(TopoPath.root())) {
        if (!other.equals(spec.cluster().name())) {
          throw new ClusterException(
              ClusterErrorCode.OTHER_CLUSTER,
              folder
                  + " holds the demo of cluster "
                  + Shown.name(other)
                  + "; give that of "
                  + Shown.name(spec.cluster().name())
                  + " a folder of its own");
        }
      }
    }
  }
}
