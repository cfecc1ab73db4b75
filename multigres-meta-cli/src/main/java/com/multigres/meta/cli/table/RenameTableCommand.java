package com.multigres.meta.cli.table;

import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.change.TableNames;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.CatalogChange.RenameTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code table rename}. */
@Command(name = "rename", description = "Rename a placed table.")
final class RenameTableCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "DATABASE", description = "The database.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "TABLE", description = "[SCHEMA.]TABLE.")
  private String table = "";

  @Parameters(index = "2", paramLabel = "NEW-NAME", description = "[SCHEMA.]TABLE.")
  private String newName = "";

  @Mixin private final ChangeOptions options = new ChangeOptions();

  RenameTableCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    RenameTable change = new RenameTable(name, TableNames.parse(table), TableNames.parse(newName));
    String done = "table " + change.table() + " is now " + change.newName();
    return Changing.apply(context, options, done, change);
  }
}
