package com.multigres.meta.testkit.topo;

import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchListener;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Keeps every event of a watch, and what a listener that believes them knows. Thread-safe. */
public final class WatchRecorder implements WatchListener {
  private final List<WatchEvent> events = new CopyOnWriteArrayList<>();
  private final NavigableMap<TopoPath, Node> known = new TreeMap<>();
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean overlapped;

  /** A recorder that heard nothing yet. */
  public WatchRecorder() {}

  @Override
  public void onEvent(WatchEvent event) {
    overlapped |= !busy.compareAndSet(false, true);
    learn(event);
    events.add(event);
    busy.set(false);
  }

  private synchronized void learn(WatchEvent event) {
    if (event instanceof WatchEvent.Put put) {
      known.put(put.node().path(), put.node());
    } else if (event instanceof WatchEvent.Deleted deleted) {
      known.remove(deleted.path());
    } else if (event instanceof WatchEvent.Resync resync
        && resync.kind() == WatchEvent.Resync.Kind.REPLACE) {
      known.clear();
    }
  }

  /** Every event so far. */
  public List<WatchEvent> events() {
    return events;
  }

  /** The events of one kind. */
  public <E extends WatchEvent> List<E> events(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The events about one path, as the value or {@code null} text {@code "-"} for gone. */
  public List<String> storyOf(TopoPath path) {
    return events.stream()
        .flatMap(
            event -> {
              if (event instanceof WatchEvent.Put put && put.node().path().equals(path)) {
                return Stream.of(put.node().value().toStringUtf8());
              }
              return event instanceof WatchEvent.Deleted deleted && deleted.path().equals(path)
                  ? Stream.of("-")
                  : Stream.of();
            })
        .toList();
  }

  /** What the listener knows, with versions. */
  public synchronized List<Node> nodes() {
    return List.copyOf(known.values());
  }

  /** What the listener knows, as text. */
  public synchronized Map<String, String> state() {
    Map<String, String> state = new TreeMap<>();
    known.forEach((path, node) -> state.put(path.toString(), node.value().toStringUtf8()));
    return state;
  }

  /** Whether the listener has been told that it knows everything. */
  public boolean isInSync() {
    return !events(WatchEvent.InSync.class).isEmpty();
  }

  /** The cursor of the last event. */
  public Cursor lastCursor() {
    return events.get(events.size() - 1).cursor();
  }

  /** Whether two events were ever told at the same time. */
  public boolean overlapped() {
    return overlapped;
  }

  /** Waits for the first state to be complete. */
  public WatchRecorder awaitInSync() {
    TopoFixture.eventually().until(this::isInSync);
    return this;
  }

  /** Waits until the listener knows exactly this. */
  public WatchRecorder awaitState(Map<String, String> expected) {
    TopoFixture.eventually().until(this::state, new TreeMap<>(expected)::equals);
    return this;
  }

  /** Waits until the listener knows exactly these nodes, in these versions. */
  public WatchRecorder awaitNodes(List<Node> expected) {
    TopoFixture.eventually().until(this::nodes, expected::equals);
    return this;
  }
}
