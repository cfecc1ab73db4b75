package com.multigres.meta.cli.demo;

import com.multigres.meta.cli.cluster.ClusterJson;
import com.multigres.meta.cli.cluster.ClusterOption;
import com.multigres.meta.cli.cluster.ClusterView;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testservers.PostgresProcess;
import com.multigres.meta.testservers.PostgresSetup;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}. */
@Command(
    name = "demo",
    description =
        "Live the whole life of a cluster, from its first entry to its last split, on a Postgres of"
            + " its own; then show what it came to. Ends by itself and leaves nothing behind.")
public final class DemoCommand implements Callable<Integer> {
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

  DemoCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Optional<ClusterSpec> given = manifest.map(file -> ClusterOption.read(context, file));
    PostgresSetup setup = dataDir.map(PostgresSetup::keptIn).orElseGet(PostgresSetup::temporary);
    context.console().note("starting a PostgreSQL of the demo's own (a few seconds) ...");
    try (PostgresProcess postgres = setup.start()) {
      String address = postgres.host() + ":" + postgres.port();
      context.console().note(postgres.version() + " runs at " + address);
      DemoSpec spec =
          given
              .map(cluster -> DemoSpec.ofManifest(cluster, List.of(address)))
              .orElseGet(() -> DemoSpec.ofDocument(List.of(address)));
      return live(postgres, spec, address);
    }
  }

  private int live(PostgresProcess postgres, DemoSpec spec, String address) {
    String server = "postgresql://" + postgres.user() + "@" + address + "/" + postgres.database();
    String root = "#/multigres/" + spec.cluster().name() + "/global";
    StoreOptions options = StoreOptions.builder().password(postgres::password).build();
    SpokenSteps steps = new SpokenSteps(context.console());
    try (DemoCluster cluster = new DemoCluster(server + root, server, options)) {
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
}
