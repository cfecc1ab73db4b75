package com.multigres.meta.cli.database;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.change.Carrying;
import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cluster.DatabaseDrop;
import com.multigres.meta.cluster.DatabaseDrop.Progress;
import com.multigres.meta.cluster.DatabaseDrop.Result;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code database drop}. */
@Command(
    name = "drop",
    description =
        "Mark a database as DROPPING: nobody routes to it any more, its name stays taken. Given the"
            + " topology, and where no bridge serves the cluster, also take it out of the topology"
            + " and forget it, once no registered pooler serves it.")
final class DropDatabaseCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "DATABASE", description = "The database.")
  private String name = "";

  @Option(names = "--if-exists", description = "Succeed where there is none.")
  private boolean ifExists;

  @Option(
      names = "--forget",
      description = "Go through with it although poolers serve it, or a bridge the cluster.")
  private boolean forget;

  @Mixin private final ChangeOptions options = new ChangeOptions();

  DropDatabaseCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    boolean alone = context.stores().topoUriIfGiven().isEmpty();
    if (alone && forget) {
      throw CliException.usage("--forget needs the topology: --topo URI or MULTIGRES_TOPO");
    }
    DropDatabase change = new DropDatabase(name, ifExists);
    if (alone) {
      String done = "database " + Shown.name(name) + " is DROPPING";
      return Changing.apply(context, options, done, change);
    }
    try (CatalogStore store = context.stores().openCatalog()) {
      Carrying.require(context.stores(), store);
      Changing.Made made = Changing.make(store, List.of(change), options);
      Result result =
          Carrying.on(
              context.stores(),
              (copies, servers) -> new DatabaseDrop(store, copies, servers).goOn(name, forget));
      return context.answer(answer(made, result));
    }
  }

  private Answer answer(Changing.Made made, Result result) {
    List<String> lines = new ArrayList<>();
    made.before().ifPresent(lines::add);
    // Of another change under that id nobody knows whether it dropped this database.
    if (made.before().isEmpty() || result.progress() != Progress.FORGOTTEN) {
      lines.add("database " + Shown.name(name) + " " + shown(result.progress()));
    }
    result.findings().forEach(finding -> lines.add(Shown.line(finding.message())));
    return Answer.of(
        () -> Changing.json(made.applied()).put("progress", result.progress().name()),
        paint -> lines);
  }

  private static String shown(Progress progress) {
    return switch (progress) {
      case FORGOTTEN -> "is gone: out of the topology, forgotten by the catalog";
      case LEFT_TO_BRIDGE -> "is DROPPING; the cluster's bridge takes it from here";
      case STILL_SERVED ->
          "is DROPPING, but poolers still serve it: drop it again when they are gone, or --forget";
      case HELD -> "is DROPPING; a person must look at what stands in the way";
      case STANDS -> "stands and is not dropped: under that change id something else was done";
    };
  }
}
