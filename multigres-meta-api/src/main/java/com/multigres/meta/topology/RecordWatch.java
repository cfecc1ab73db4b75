package com.multigres.meta.topology;

import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WatchEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes events about records of events about nodes. Remembers what it told, so that a removal can
 * say what went, a repeat is told once, and a replacement of the whole state is told as its
 * difference. The store calls it from one thread at a time.
 */
final class RecordWatch<T> {
  private final RecordKind<?, T> kind;
  private final Consumer<RecordEvent<T>> listener;
  private final Map<TopoPath, Told<T>> told = new HashMap<>();
  private final Set<TopoPath> named = new HashSet<>();
  private boolean replacing;

  RecordWatch(RecordKind<?, T> kind, Consumer<RecordEvent<T>> listener) {
    this.kind = kind;
    this.listener = listener;
  }

  void on(WatchEvent event) {
    if (event instanceof WatchEvent.Put put) {
      put(put.node());
    } else if (event instanceof WatchEvent.Deleted deleted) {
      removed(deleted.path());
    } else if (event instanceof WatchEvent.Resync resync) {
      named.clear();
      replacing = resync.kind() == WatchEvent.Resync.Kind.REPLACE;
    } else if (event instanceof WatchEvent.InSync) {
      inSync();
    } else if (event instanceof WatchEvent.Ended ended) {
      listener.accept(new RecordEvent.Ended<>(ended.error()));
    }
  }

  private void put(Node node) {
    TopoPath path = node.path();
    if (!kind.holds(path)) {
      return;
    }
    named.add(path);
    Told<T> before = told.get(path);
    if (before != null && before.version().equals(node.version())) {
      return;
    }
    try {
      present(kind.decode(node));
    } catch (TopoException unreadable) {
      told.put(path, new Told<>(node.version(), Optional.empty()));
      listener.accept(new RecordEvent.Unreadable<>(unreadable));
    }
  }

  private void present(Entry<T> entry) {
    if (kind.ours(entry.record())) {
      told.put(entry.path(), new Told<>(entry.version(), Optional.of(entry.record())));
      listener.accept(new RecordEvent.Present<>(entry));
    } else {
      removed(entry.path());
    }
  }

  private void removed(TopoPath path) {
    Told<T> before = told.remove(path);
    if (before != null) {
      listener.accept(new RecordEvent.Removed<>(path, before.record()));
    }
  }

  private void inSync() {
    if (replacing) {
      List<TopoPath> gone = new ArrayList<>(told.keySet());
      gone.removeAll(named);
      gone.forEach(this::removed);
    }
    replacing = false;
    named.clear();
    listener.accept(new RecordEvent.InSync<>());
  }

  /** What the listener knows about a path. */
  private record Told<T>(Version version, Optional<T> record) {}
}
