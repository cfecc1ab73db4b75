package com.multigres.meta.topo.spi;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits until a node is gone. */
final class Absence {
  private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
  private boolean standing;

  private Absence() {}

  static void await(TopoStore store, TopoPath path, Deadline deadline) {
    Absence absence = new Absence();
    Watch watch = store.watch(path, WatchOptions.node(), absence::seen);
    try {
      Waits.get(
          absence.gone,
          deadline,
          "waiting for " + path + ", where somebody else's node stands",
          Outcome.NOT_APPLIED);
    } catch (ExecutionException refused) {
      if (refused.getCause() instanceof TopoException error) {
        throw error;
      }
      throw new IllegalStateException(refused);
    } finally {
      watch.close();
    }
  }

  private void seen(WatchEvent event) {
    if (event instanceof WatchEvent.Put) {
      standing = true;
    } else if (event instanceof WatchEvent.Deleted
        || (event instanceof WatchEvent.InSync && !standing)) {
      gone.complete(true);
    } else if (event instanceof WatchEvent.Resync) {
      standing = false;
    } else if (event instanceof WatchEvent.Ended ended) {
      gone.completeExceptionally(ended.error());
    }
  }
}
