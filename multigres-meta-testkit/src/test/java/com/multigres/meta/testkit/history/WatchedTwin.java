package com.multigres.meta.testkit.history;

import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WatchEvent.Resync;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What watches tell, as reads between a watch's beginning and each piece of news. */
final class WatchedTwin {
  private final Set<TopoPath> paths;
  private final Map<String, Stream> streams = new HashMap<>();
  private final List<Piece> pieces = new ArrayList<>();
  private boolean orderly = true;

  /** One watch, and what who listens to it holds to be true. */
  private static final class Stream {
    private final String name;
    private final long begun;
    private final Map<TopoPath, Optional<Seen>> belief = new HashMap<>();
    private final Set<TopoPath> named = new HashSet<>();
    private final Set<Version> told = new HashSet<>();
    private boolean partial;

    Stream(TopoCall.Watch watch, long begun) {
      this.name = watch.stream();
      this.begun = watch.resumed() ? Long.MIN_VALUE : begun;
      this.partial = !watch.resumed();
    }
  }

  private WatchedTwin(Set<TopoPath> paths) {
    this.paths = paths;
  }

  static WatchedTwin of(History history, Set<TopoPath> paths) {
    WatchedTwin twin = new WatchedTwin(paths);
    history.operations().forEach(twin::add);
    return twin;
  }

  /** Whether nothing was told twice, and every whole state to its end. */
  boolean isOrderly() {
    return orderly;
  }

  List<Piece> pieces() {
    return pieces;
  }

  private void add(Operation operation) {
    if (operation.call() instanceof TopoCall.Watch watch) {
      Stream stream = new Stream(watch, operation.invoked());
      // Where it begins, nothing is there that was not told.
      paths.forEach(path -> stream.belief.put(path, Optional.empty()));
      watch.after().map(streams::get).ifPresent(before -> stream.belief.putAll(before.belief));
      streams.put(watch.stream(), stream);
    } else if (operation.call() instanceof TopoCall.Told told) {
      told(operation, Objects.requireNonNull(streams.get(told.stream())), told.news());
    } else if (operation.call() instanceof Call.Settled settled) {
      Stream stream = Objects.requireNonNull(streams.get(settled.stream()));
      orderly &= !stream.partial;
      paths.forEach(path -> piece(operation, stream, path, operation.invoked()));
    }
  }

  private void told(Operation operation, Stream stream, WatchNews news) {
    if (news instanceof WatchNews.Put put) {
      orderly &= stream.told.add(put.node().version());
      about(operation, stream, put.node().path(), Optional.of(put.node()));
    } else if (news instanceof WatchNews.Deleted deleted) {
      about(operation, stream, deleted.path(), Optional.empty());
    } else if (news instanceof WatchNews.Resync resync) {
      stream.told.clear();
      stream.named.clear();
      stream.partial = resync.kind() == Resync.Kind.REPLACE;
      if (stream.partial) {
        stream.belief.replaceAll((path, node) -> Optional.empty());
      }
    } else if (stream.partial) {
      stream.partial = false;
      Set<TopoPath> unnamed = new HashSet<>(paths);
      unnamed.removeAll(stream.named);
      unnamed.forEach(path -> piece(operation, stream, path, stream.begun));
    }
  }

  private void about(Operation operation, Stream stream, TopoPath path, Optional<Seen> node) {
    stream.named.add(path);
    stream.belief.put(path, node);
    piece(operation, stream, path, stream.begun);
  }

  private void piece(Operation operation, Stream stream, TopoPath path, long earliest) {
    Optional<Seen> believed = stream.belief.getOrDefault(path, Optional.empty());
    pieces.add(new Piece(operation, believed, Optional.of(path), earliest, stream.name));
  }
}
