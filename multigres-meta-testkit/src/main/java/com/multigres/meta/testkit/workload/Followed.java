package com.multigres.meta.testkit.workload;

import com.multigres.meta.testkit.history.ClientLog;
import com.multigres.meta.testkit.history.Seen;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.WatchNews;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchListener;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/** A watch's listener: it records all that it is told, and what a believer in it knows. */
final class Followed implements WatchListener {
  private final String stream;
  private final ClientLog log;
  private final Map<TopoPath, Seen> state = new ConcurrentSkipListMap<>();
  private final Set<TopoPath> told = ConcurrentHashMap.newKeySet();
  // What it says something of: that it stands, or that nothing does.
  private final Set<TopoPath> known = new ConcurrentSkipListSet<>();
  private volatile @Nullable Cursor last;
  private volatile boolean whole;

  /**
   * A listener.
   *
   * @param places where clients of the workload write
   * @param whole whether its watch begins with the whole state
   */
  Followed(String stream, ClientLog log, Collection<TopoPath> places, boolean whole) {
    this.stream = stream;
    this.log = log;
    this.whole = whole;
    known.addAll(places);
  }

  String stream() {
    return stream;
  }

  /** One that goes on where this one is, with what it knows. */
  Followed next(String name) {
    Followed next = new Followed(name, log, List.of(), false);
    next.state.putAll(state);
    next.known.addAll(known);
    return next;
  }

  @Override
  public void onEvent(WatchEvent event) {
    log.told(new TopoCall.Told(stream, WatchNews.of(event)));
    last = event.cursor();
    if (event instanceof WatchEvent.Put put) {
      tells(put.node().path());
      state.put(put.node().path(), Seen.of(put.node()));
    } else if (event instanceof WatchEvent.Deleted deleted) {
      tells(deleted.path());
      state.remove(deleted.path());
    } else if (event instanceof WatchEvent.Resync resync
        && resync.kind() == WatchEvent.Resync.Kind.REPLACE) {
      state.clear();
      whole = true;
    }
  }

  private void tells(TopoPath path) {
    told.add(path);
    known.add(path);
  }

  /**
   * Records what a resumed watch says by its silence: that what was known before it still stands.
   * The history of the watch alone does not show it.
   */
  void claim() {
    for (TopoPath path : known) {
      if (!whole && told.add(path)) {
        Seen node = state.get(path);
        WatchNews news = node == null ? new WatchNews.Deleted(path) : new WatchNews.Put(node);
        log.told(new TopoCall.Told(stream, news));
      }
    }
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
