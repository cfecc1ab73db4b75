package com.multigres.meta.cli.topo;

import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.Streaming;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code topo watch}. */
@Command(
    name = "watch",
    description = "Show the nodes at and below a path, then every change, until interrupted.")
final class WatchNodes implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "PATH", arity = "0..1", description = "Default: the root.")
  private String path = "";

  @Option(names = "--node", description = "Only that node, nothing below it.")
  private boolean nodeOnly;

  @Option(
      names = "--from",
      paramLabel = "CURSOR",
      description = "Go on where an earlier watch was: the cursor of its last event.")
  private Optional<String> from = Optional.empty();

  WatchNodes(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    TopoPath watched = TopoPath.parse(path);
    WatchOptions scope = nodeOnly ? WatchOptions.node() : WatchOptions.tree();
    WatchOptions options = from.map(Cursor::parse).map(scope::resumingFrom).orElse(scope);
    Streaming stream = new Streaming(context);
    try (TopoStore store = context.stores().openTopo()) {
      Watch watch = store.watch(watched, options, event -> show(stream, event));
      return stream.untilInterrupted(watch::close);
    }
  }

  private static void show(Streaming stream, WatchEvent event) {
    if (event instanceof WatchEvent.Ended ended) {
      stream.fail(ended.error());
    } else {
      stream.print(Answer.of(() -> EventText.json(event), paint -> EventText.lines(event, paint)));
    }
  }
}
