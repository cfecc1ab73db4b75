package com.multigres.meta.cli.topo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.output.TextTable;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockContent;
import com.multigres.meta.topo.lock.LockInfo;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code topo locks}. */
@Command(name = "locks", description = "Show who holds the lock of a path, and who waits for it.")
final class ListLocks implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "PATH", arity = "0..1", description = "Default: the root.")
  private String path = "";

  ListLocks(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    TopoPath target = TopoPath.parse(path);
    try (TopoStore store = context.stores().openTopo()) {
      List<LockInfo> places = store.locks().queue(target);
      return context.answer(
          Answer.of(
              () -> NodeJson.head(target).set("locks", Json.array(places, ListLocks::json)),
              paint -> table(places, target, paint)));
    }
  }

  private static ObjectNode json(LockInfo place) {
    LockContent content = place.content();
    ObjectNode json =
        Json.object()
            .put("kind", kind(place))
            .put("holds", place.holds())
            .put("token", place.token().map(FencingToken::toString).orElse(null))
            .put("granted", place.granted().map(Instant::toString).orElse(null))
            .put("action", content.action())
            .put("host", content.hostName())
            .put("user", content.userName())
            .put("asked", content.time().map(Instant::toString).orElse(null))
            .put("status", content.status());
    ObjectNode options = json.putObject("options");
    content.options().forEach(options::put);
    return json;
  }

  private static String kind(LockInfo place) {
    return place.kind().name().toLowerCase(Locale.ROOT);
  }

  private static List<String> table(List<LockInfo> places, TopoPath path, Paint paint) {
    TextTable table = new TextTable("KIND", "PLACE", "BY", "SINCE", "FOR", "TOKEN");
    for (LockInfo place : places) {
      LockContent content = place.content();
      table.row(
          kind(place),
          place.holds() ? "holds" : "waits",
          content.asker(),
          place.granted().or(content::time).map(Instant::toString).orElse("-"),
          content.action().replaceAll("\\s+", " "),
          place.token().map(FencingToken::toString).orElse("-"));
    }
    return table.lines(paint, "nobody locks " + path);
  }
}
