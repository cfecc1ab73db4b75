package com.multigres.meta.cli.table;

import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.change.TableNames;
import com.multigres.meta.cli.change.Target;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.MoveTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code table move}. */
@Command(name = "move", description = "Move tables to another tablegroup of their database.")
final class MoveTableCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "DATABASE/TABLEGROUP", description = "The tablegroup.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "1..*",
      paramLabel = "TABLE",
      description = "[SCHEMA.]TABLE; the schema is public unless given.")
  private List<String> tables = List.of();

  @Mixin private final ChangeOptions options = new ChangeOptions();

  MoveTableCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Target group = Target.tableGroup(name);
    List<CatalogChange> changes =
        TableNames.parseAll(tables).stream()
            .<CatalogChange>map(table -> new MoveTable(group.database(), table, group.tableGroup()))
            .toList();
    String done = "moved " + String.join(", ", tables) + " to " + group;
    return Changing.apply(context, options, done, changes);
  }
}
