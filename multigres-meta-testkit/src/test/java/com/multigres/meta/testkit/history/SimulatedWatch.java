package com.multigres.meta.testkit.history;

import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchEvent.Resync;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A watch of everything that tells late, leaves out what is replaced before it is told, replaces
 * all that it told now and then, and is given up and resumed, when it may repeat what it told last.
 */
final class SimulatedWatch {
  private static final int SELDOM = 12;

  private final Random random;
  private final List<Operation> operations;
  private final List<WatchNews> waiting = new ArrayList<>();
  private Optional<WatchNews> last = Optional.empty();
  private int streams;
  private boolean open;

  SimulatedWatch(Random random, List<Operation> operations) {
    this.random = random;
    this.operations = operations;
  }

  private String stream() {
    return "w" + streams;
  }

  void open(long now, Collection<Seen> standing) {
    open = true;
    streams++;
    record(new TopoCall.Watch(stream(), TopoPath.root(), true, false), now, now);
    tellAll(standing);
  }

  private void tellAll(Collection<Seen> standing) {
    standing.forEach(node -> waiting.add(new WatchNews.Put(node)));
    waiting.add(new WatchNews.InSync());
  }

  void changed(WatchNews news) {
    if (open) {
      int before = lastAbout(path(news));
      if (before >= 0 && random.nextBoolean()) {
        waiting.set(before, news);
      } else {
        waiting.add(news);
      }
    }
  }

  /** What waits before a resync is as old as that one. */
  private int lastAbout(TopoPath path) {
    int i = waiting.size() - 1;
    while (i >= 0 && !path(waiting.get(i)).equals(path)) {
      i = waiting.get(i) instanceof WatchNews.Resync ? -1 : i - 1;
    }
    return i;
  }

  private static TopoPath path(WatchNews news) {
    if (news instanceof WatchNews.Put put) {
      return put.node().path();
    }
    return news instanceof WatchNews.Deleted deleted ? deleted.path() : TopoPath.root();
  }

  /** Tells something, or becomes another watch, or begins to tell everything again. */
  void turn(long now, Collection<Seen> standing) {
    if (open && random.nextInt(SELDOM) == 0) {
      resume(now);
    } else if (open && random.nextInt(SELDOM) == 0) {
      waiting.clear();
      waiting.add(new WatchNews.Resync(Resync.Kind.REPLACE));
      tellAll(standing);
    } else {
      tell(now);
    }
  }

  /** The cursor is that of what was told last; before that there is none. */
  private void resume(long now) {
    if (last.isEmpty()) {
      return;
    }
    Optional<String> before = Optional.of(stream());
    streams++;
    record(new TopoCall.Watch(stream(), TopoPath.root(), true, true, before), now, now);
    last.filter(news -> !path(news).isRoot() && random.nextBoolean())
        .ifPresent(again -> waiting.add(0, again));
    last = Optional.empty();
  }

  private void tell(long now) {
    if (!waiting.isEmpty()) {
      WatchNews news = waiting.remove(0);
      last = Optional.of(news);
      record(new TopoCall.Told(stream(), news), now, now);
    }
  }

  void settle(long now) {
    while (open && !waiting.isEmpty()) {
      tell(now);
    }
    if (open) {
      record(new Call.Settled(stream()), now + 1, now + 2);
    }
  }

  private void record(Call call, long from, long to) {
    operations.add(new Operation("w", call, new Ending.Done(new Result.Nothing()), from, to));
  }
}
