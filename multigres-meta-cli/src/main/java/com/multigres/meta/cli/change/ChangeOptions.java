package com.multigres.meta.cli.change;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** The options of every command that changes the catalog. */
public final class ChangeOptions {

  @Option(
      names = "--expect",
      paramLabel = "POSITION",
      description = "Change only a catalog that stands there: GENERATION@CHANGE-ID.")
  private Optional<String> expect = Optional.empty();

  @Option(
      names = "--change-id",
      paramLabel = "ID",
      description = "The change's own name: a repeat under it answers as the first time did.")
  private Optional<String> changeId = Optional.empty();

  @Option(names = "--author", paramLabel = "NAME", description = "Who, for the history.")
  private Optional<String> author = Optional.empty();

  /** Options of a command that has none of them. */
  public ChangeOptions() {}

  /** What the store is told. */
  public ApplyOptions toApply() {
    return new ApplyOptions(
        expect.map(Position::parse), changeId.map(ChangeId::new), author, OptionalLong.empty());
  }
}
