package com.multigres.meta.testkit.history;

import com.multigres.meta.topo.TopoPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;

/** A watch of everything that tells late, and leaves out what is replaced before it is told. */
final class SimulatedWatch {
  private static final String STREAM = "w";

  private final Random random;
  private final List<Operation> operations;
  private final List<WatchNews> waiting = new ArrayList<>();
  private boolean open;

  SimulatedWatch(Random random, List<Operation> operations) {
    this.random = random;
    this.operations = operations;
  }

  void open(long now, Collection<Seen> standing) {
    open = true;
    record(new TopoCall.Watch(STREAM, TopoPath.root(), true, false), now, now);
    standing.forEach(node -> waiting.add(new WatchNews.Put(node)));
    waiting.add(new WatchNews.InSync());
  }

  void changed(WatchNews news) {
    if (open) {
      if (random.nextBoolean()) {
        waiting.removeIf(before -> !path(before).isRoot() && path(before).equals(path(news)));
      }
      waiting.add(news);
    }
  }

  private static TopoPath path(WatchNews news) {
    if (news instanceof WatchNews.Put put) {
      return put.node().path();
    }
    return news instanceof WatchNews.Deleted deleted ? deleted.path() : TopoPath.root();
  }

  void tell(long now) {
    if (!waiting.isEmpty()) {
      record(new TopoCall.Told(STREAM, waiting.remove(0)), now, now);
    }
  }

  void settle(long now) {
    while (open && !waiting.isEmpty()) {
      tell(now);
    }
    if (open) {
      record(new Call.Settled(STREAM), now + 1, now + 2);
    }
  }

  private void record(Call call, long from, long to) {
    operations.add(new Operation("w", call, new Ending.Done(new Result.Nothing()), from, to));
  }
}
