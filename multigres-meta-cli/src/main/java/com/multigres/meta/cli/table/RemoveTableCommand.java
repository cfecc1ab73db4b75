package com.multigres.meta.cli.table;

import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.change.TableNames;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.RemoveTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code table remove}. */
@Command(name = "remove", description = "Take the placement of tables out of the catalog.")
final class RemoveTableCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "DATABASE", description = "The database.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "1..*",
      paramLabel = "TABLE",
      description = "[SCHEMA.]TABLE; the schema is public unless given.")
  private List<String> tables = List.of();

  @Option(names = "--if-exists", description = "Succeed where there is none.")
  private boolean ifExists;

  @Mixin private final ChangeOptions options = new ChangeOptions();

  RemoveTableCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<CatalogChange> changes =
        TableNames.parseAll(tables).stream()
            .<CatalogChange>map(table -> new RemoveTable(name, table, ifExists))
            .toList();
    String done = "removed " + String.join(", ", tables) + " from " + Shown.name(name);
    return Changing.apply(context, options, done, changes);
  }
}
