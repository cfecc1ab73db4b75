package com.multigres.example.directory;

import com.multigres.example.directory.NodeFiles.Counter;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchEvent.Resync;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.spi.WatchDelivery;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Feeds one watch; called with the directory's lock held, so in the order of the writes (T13). */
final class DirectoryWatch {
  private final DirectoryClient client;
  private final TopoPath watched;
  private final WatchOptions options;
  private final WatchDelivery delivery;

  DirectoryWatch(
      DirectoryClient client, TopoPath path, WatchOptions options, WatchDelivery delivery) {
    this.client = client;
    this.watched = client.root().resolve(path);
    this.options = options;
    this.delivery = delivery;
    options.from().ifPresent(DirectoryWatch::check);
  }

  private static void check(Cursor cursor) {
    if (!cursor.token().matches("[0-9a-f]+-([0-9]{1,18}|start)")) {
      throw TopoException.badInput("the cursor " + cursor + " was never given out (T14)");
    }
  }

  /** There is no log, so a watch resumes only where nothing has changed; else it begins anew. */
  void start() {
    Cursor now = client.cursor(client.directory().counter());
    if (options.from().isEmpty()) {
      all();
    } else if (!options.from().get().equals(now)) {
      replace("there is no log back to " + options.from().get());
      return;
    }
    delivery.inSync(now);
  }

  /** Tells the whole state, which is everything that stands (T14). */
  void replace(String reason) {
    delivery.resync(Resync.Kind.REPLACE, reason, beginning());
    all();
    delivery.inSync(client.cursor(client.directory().counter()));
  }

  private void all() {
    client
        .directory()
        .tree(watched)
        .forEach(
            (path, node) -> {
              if (sees(path)) {
                delivery.put(client.node(path, node), false, beginning());
              }
            });
  }

  private Cursor beginning() {
    return client.cursor(client.directory().counter().incarnation() + "-start");
  }

  /** Tells one revision; only its last event lets a watch resume behind it. */
  void feed(Counter last, Map<TopoPath, Optional<StoredNode>> changed) {
    List<Map.Entry<TopoPath, Optional<StoredNode>>> seen =
        changed.entrySet().stream().filter(entry -> sees(entry.getKey())).toList();
    for (int i = 0; i < seen.size(); i++) {
      TopoPath path = seen.get(i).getKey();
      Cursor cursor = client.cursor(i == seen.size() - 1 ? client.directory().counter() : last);
      Optional<Node> node = seen.get(i).getValue().map(stored -> client.node(path, stored));
      if (node.isPresent()) {
        delivery.put(node.get(), true, cursor);
      } else {
        delivery.deleted(path.relativeTo(client.root()), cursor);
      }
    }
  }

  private boolean sees(TopoPath path) {
    boolean tree = options.scope() == WatchOptions.Scope.TREE && path.isBelow(watched);
    return (tree || path.equals(watched)) && !path.equals(client.root());
  }
}
