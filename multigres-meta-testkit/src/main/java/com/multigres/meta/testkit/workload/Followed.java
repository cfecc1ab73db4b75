package com.multigres.meta.testkit.workload;

import com.multigres.meta.testkit.history.ClientLog;
import com.multigres.meta.testkit.history.Seen;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.WatchNews;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchListener;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A watch's listener: it records all that it is told, and what a believer in it knows. */
final class Followed implements WatchListener {
  private final String stream;
  private final ClientLog log;
  private final Map<TopoPath, Seen> state = new ConcurrentSkipListMap<>();
  private volatile @Nullable Cursor last;
  private volatile boolean inSync;

  /**
   * A listener.
   *
   * @param inSync whether it knows the whole state already
   */
  Followed(String stream, ClientLog log, boolean inSync) {
    this.stream = stream;
    this.log = log;
    this.inSync = inSync;
  }

  String stream() {
    return stream;
  }

  /** One that goes on where this one is, with what it knows. */
  Followed next(String name) {
    Followed next = new Followed(name, log, true);
    next.state.putAll(state);
    return next;
  }

  @Override
  public void onEvent(WatchEvent event) {
    log.told(new TopoCall.Told(stream, WatchNews.of(event)));
    last = event.cursor();
    if (event instanceof WatchEvent.Put put) {
      state.put(put.node().path(), Seen.of(put.node()));
    } else if (event instanceof WatchEvent.Deleted deleted) {
      state.remove(deleted.path());
    } else if (event instanceof WatchEvent.Resync resync
        && resync.kind() == WatchEvent.Resync.Kind.REPLACE) {
      state.clear();
      inSync = false;
    } else if (event instanceof WatchEvent.InSync) {
      inSync = true;
    }
  }

  /** Whether the whole state was told, wherever that had begun. */
  boolean isInSync() {
    return inSync;
  }

  /** From where to go on; nothing before it was told anything. */
  Optional<Cursor> cursor() {
    return Optional.ofNullable(last);
  }

  /** What stands, by all that it was told. */
  List<Seen> state() {
    return List.copyOf(state.values());
  }
}
