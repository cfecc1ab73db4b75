package com.multigres.meta.postgres.topo;

import static org.awaitility.Awaitility.await;

import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A listener that keeps what it hears. */
final class RecordedEvents implements WatchListener {
  private final List<WatchEvent> heard = new CopyOnWriteArrayList<>();

  @Override
  public void onEvent(WatchEvent event) {
    heard.add(event);
  }

  List<WatchEvent> all() {
    return List.copyOf(heard);
  }

  /** The events as short texts, without cursors. */
  List<String> said() {
    return heard.stream().map(RecordedEvents::text).toList();
  }

  private static String text(WatchEvent event) {
    if (event instanceof WatchEvent.Put put) {
      return "put " + put.node().path() + "=" + put.node().value().toStringUtf8();
    }
    if (event instanceof WatchEvent.Deleted deleted) {
      return "deleted " + deleted.path();
    }
    if (event instanceof WatchEvent.Resync resync) {
      return "resync " + resync.kind();
    }
    return event instanceof WatchEvent.InSync ? "in sync" : "ended";
  }

  void awaitText(String text) {
    awaitUntil(said -> said.contains(text));
  }

  void awaitUntil(Predicate<List<String>> enough) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> enough.test(said()));
  }

  Cursor lastCursor() {
    return heard.get(heard.size() - 1).cursor();
  }
}
