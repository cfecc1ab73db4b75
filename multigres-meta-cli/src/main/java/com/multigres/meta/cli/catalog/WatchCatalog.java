package com.multigres.meta.cli.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.cli.catalog.document.CatalogJson;
import com.multigres.meta.cli.catalog.document.HistoryText;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.Streaming;
import com.multigres.meta.store.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code catalog watch}. */
@Command(
    name = "watch",
    description = "Show where the catalog stands, then every generation, until interrupted.")
final class WatchCatalog implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--from",
      paramLabel = "POSITION",
      description = "Show every generation after this one: GENERATION@CHANGE-ID.")
  private Optional<String> from = Optional.empty();

  WatchCatalog(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Optional<Position> known = from.map(Position::parse);
    Streaming stream = new Streaming(context);
    try (CatalogStore store = context.stores().openCatalog()) {
      Subscription subscription = store.subscribe(known, event -> show(stream, event));
      return stream.untilInterrupted(subscription::close);
    }
  }

  private void show(Streaming stream, CatalogEvent event) {
    if (event instanceof CatalogEvent.Ended ended) {
      stream.fail(ended.error());
    } else {
      stream.print(Answer.of(() -> json(event), paint -> List.of(line(event, paint))));
    }
  }

  private JsonNode json(CatalogEvent event) {
    ObjectNode json = Json.object();
    if (event instanceof CatalogEvent.Full full) {
      json.put("event", "full").put("reason", full.reason().name());
      json.set("position", Changing.position(full.snapshot().position()));
      return json.set("catalog", CatalogJson.of(context.stores().cluster(), full.snapshot()));
    }
    CatalogEvent.Changed changed = (CatalogEvent.Changed) event;
    return json.put("event", "changed").setAll(HistoryText.json(changed.entry()));
  }

  private static String line(CatalogEvent event, Paint paint) {
    if (event instanceof CatalogEvent.Full full) {
      String reason =
          switch (full.reason()) {
            case FIRST -> "";
            case LOG_TRIMMED -> "the log no longer reaches back; ";
            case LOST_HISTORY -> "history was lost; ";
          };
      int databases = full.snapshot().catalog().databases().size();
      return paint.strong("generation " + full.snapshot().position().generation())
          + "  "
          + paint.faint(reason + "whole catalog of " + Shown.count(databases, "database"));
    }
    return HistoryText.line(((CatalogEvent.Changed) event).entry(), paint);
  }
}
