package com.multigres.meta.memory.topo;

import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.spi.WatchDelivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The server's side of a watch: what of a commit it sees, and from where it has to catch up (rules
 * T12 and T14). A cursor is the incarnation and the revision after which to go on, or {@code start}
 * while the whole state is being told. Guarded by the server's lock.
 */
final class MemoryTopoWatch {
  private static final String START = "start";

  private final MemoryTopoServer server;
  private final TopoPath root;
  private final TopoPath watched;
  private final WatchOptions.Scope scope;
  private final WatchDelivery delivery;
  // What the listener was fed up to; empty before the first state.
  private Optional<Cursor> position;
  private boolean inSync;

  MemoryTopoWatch(
      MemoryTopoServer server,
      TopoPath root,
      TopoPath path,
      WatchOptions options,
      WatchDelivery delivery) {
    this.server = server;
    this.root = root;
    this.watched = root.resolve(path);
    this.scope = options.scope();
    this.delivery = delivery;
    this.position = options.from();
    position.ifPresent(MemoryTopoWatch::checkToken);
  }

  private static void checkToken(Cursor cursor) {
    if (!cursor.token().matches("[0-9a-f]+-([0-9]{1,18}|start)")) {
      throw TopoException.badInput("the cursor " + cursor + " was never given out (T14)");
    }
  }

  void feed(MemoryTopoChange change) {
    List<MemoryTopoChange.Touched> seen =
        change.touched().stream().filter(touched -> sees(touched.path())).toList();
    Cursor before = position.orElseGet(() -> cursor(START));
    Cursor after = cursor(String.valueOf(change.revision()));
    for (int i = 0; i < seen.size(); i++) {
      MemoryTopoChange.Touched touched = seen.get(i);
      // Only a commit's last event lets a resumed watch begin behind the commit.
      tell(touched.path(), touched.after(), !touched.created(), last(i, seen) ? after : before);
    }
    position = Optional.of(after);
  }

  private static boolean last(int index, List<?> list) {
    return index == list.size() - 1;
  }

  private boolean sees(TopoPath path) {
    boolean scoped =
        path.equals(watched) || (scope == WatchOptions.Scope.TREE && path.isBelow(watched));
    // What an outer root keeps at our root itself is no node of ours.
    return scoped && !path.equals(root);
  }

  private Cursor cursor(String point) {
    return new Cursor(MemoryTopoClient.BACKEND, server.state().nodes().incarnation() + "-" + point);
  }

  private void tell(TopoPath path, Optional<StoredNode> node, boolean known, Cursor cursor) {
    TopoPath shown = path.relativeTo(root);
    if (node.isPresent()) {
      delivery.put(MemoryTopoStore.node(shown, node.get()), known, cursor);
    } else {
      delivery.deleted(shown, cursor);
    }
  }

  /** Tells everything between the position and now, or everything anew. */
  void catchUp() {
    Cursor now = cursor(String.valueOf(server.state().nodes().revision()));
    if (inSync && position.filter(now::equals).isPresent()) {
      return;
    }
    Optional<Set<TopoPath>> missed = position.flatMap(this::missedSince);
    if (missed.isPresent()) {
      tellMissed(missed.get(), position.orElse(now), now);
    } else {
      tellAll();
    }
    if (!inSync || missed.isEmpty()) {
      delivery.inSync(now);
    }
    position = Optional.of(now);
    inSync = true;
  }

  private Optional<Set<TopoPath>> missedSince(Cursor from) {
    int dash = from.token().indexOf('-');
    String point = from.token().substring(dash + 1);
    if (!from.token().substring(0, dash).equals(server.state().nodes().incarnation())
        || point.equals(START)
        || Long.parseLong(point) > server.state().nodes().revision()) {
      return Optional.empty();
    }
    return server.state().log().touchedSince(Long.parseLong(point));
  }

  private void tellMissed(Set<TopoPath> paths, Cursor before, Cursor now) {
    List<TopoPath> seen = new ArrayList<>(paths.stream().filter(this::sees).toList());
    for (int i = 0; i < seen.size(); i++) {
      TopoPath path = seen.get(i);
      tell(path, server.state().nodes().get(path), true, last(i, seen) ? now : before);
    }
  }

  private void tellAll() {
    Cursor start = cursor(START);
    if (position.isPresent()) {
      delivery.resync(
          WatchEvent.Resync.Kind.REPLACE,
          "the history from " + position.get() + " on is not there any more",
          start);
    }
    server
        .state()
        .nodes()
        .tree(watched)
        .forEach(
            (path, node) -> {
              if (sees(path)) {
                tell(path, Optional.of(node), false, start);
              }
            });
  }
}
