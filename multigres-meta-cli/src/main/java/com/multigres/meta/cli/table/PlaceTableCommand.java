package com.multigres.meta.cli.table;

import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.change.TableNames;
import com.multigres.meta.cli.change.Target;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code table place}. */
@Command(name = "place", description = "Place tables in a tablegroup.")
final class PlaceTableCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "DATABASE/TABLEGROUP", description = "The tablegroup.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "1..*",
      paramLabel = "TABLE",
      description = "[SCHEMA.]TABLE; the schema is public unless given.")
  private List<String> tables = List.of();

  @Option(names = "--if-not-exists", description = "Succeed where it is there already.")
  private boolean ifNotExists;

  @Mixin private final ChangeOptions options = new ChangeOptions();

  PlaceTableCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Target group = Target.tableGroup(name);
    List<CatalogChange> changes =
        TableNames.parseAll(tables).stream()
            .<CatalogChange>map(
                table -> new PlaceTable(group.database(), table, group.tableGroup(), ifNotExists))
            .toList();
    String done = "placed " + String.join(", ", tables) + " in " + group;
    return Changing.apply(context, options, done, changes);
  }
}
