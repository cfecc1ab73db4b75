package com.multigres.meta.cli.catalog;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.cli.catalog.document.HistoryText;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code catalog history}. */
@Command(name = "history", description = "Show who changed what, when; the newest first.")
final class CatalogHistory implements Callable<Integer> {
  private final Context context;

  @Option(names = "--before", paramLabel = "GENERATION", description = "Only older ones.")
  private long before = Long.MAX_VALUE;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many; 50 unless given.")
  private int limit = 50;

  CatalogHistory(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw CliException.usage("--limit is at least 1, not " + limit);
    }
    try (CatalogStore store = context.stores().openCatalog()) {
      List<HistoryEntry> entries = store.history(before, limit);
      return context.answer(
          Answer.of(
              () -> Json.object().set("entries", Json.array(entries, HistoryText::json)),
              paint -> entries.stream().map(entry -> HistoryText.line(entry, paint)).toList()));
    }
  }
}
