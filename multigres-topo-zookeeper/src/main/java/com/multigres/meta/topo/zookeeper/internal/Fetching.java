package com.multigres.meta.topo.zookeeper.internal;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.spi.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;

/** Waits for reads, and reads again what a broken connection left unanswered. */
public final class Fetching {
  private final Link link;
  private final ReadLane lane;
  private final String where;

  public Fetching(Link link, ReadLane lane, String where) {
    this.link = link;
    this.lane = lane;
    this.where = where;
  }

  /** What was read, in the order of the asking, and through which connection the last of it. */
  public record Fetched(List<OpResult> results, Wire wire) {}

  /** The connection that had to answer is another one by now. */
  public static final class Elsewhere extends RuntimeException {
    private static final long serialVersionUID = 1;

    Elsewhere(Throwable cause) {
      super(cause);
    }
  }

  /** Makes of a znode's read what it says. */
  public interface Reader<T> {
    T read(OpResult result) throws KeeperException;
  }

  public Fetched fetch(List<Op> ops, ReadMode mode, Deadline deadline, String doing) {
    while (true) {
      Wire ready = link.await(deadline, doing);
      try {
        return ask(ops, mode, Optional.empty(), deadline, doing);
      } catch (Elsewhere broken) {
        // Its connection may be down for a moment without anybody having noticed.
        pause(ready, deadline, doing);
      }
    }
  }

  private void pause(Wire broken, Deadline deadline, String doing) {
    if (link.now().filter(broken::equals).isPresent()) {
      Pauses.take(Duration.ofMillis(10), deadline, doing + " on " + where);
    }
  }

  /**
   * Reads through one connection only.
   *
   * @throws Elsewhere when it is not the store's any more
   */
  public List<OpResult> on(Wire wire, List<Op> ops, Deadline deadline, String doing) {
    return ask(ops, ReadMode.LOCAL, Optional.of(wire), deadline, doing).results();
  }

  private Fetched ask(
      List<Op> ops, ReadMode mode, Optional<Wire> on, Deadline deadline, String doing) {
    List<CompletableFuture<ReadLane.Answer>> parts = new ArrayList<>();
    for (int from = 0; from < ops.size(); from += lane.most()) {
      int to = Math.min(ops.size(), from + lane.most());
      parts.add(lane.read(ops.subList(from, to), mode, on));
    }
    List<OpResult> results = new ArrayList<>();
    Wire last = null;
    for (CompletableFuture<ReadLane.Answer> part : parts) {
      ReadLane.Answer answer = answer(part, deadline, doing);
      results.addAll(answer.results());
      last = answer.wire();
    }
    return new Fetched(results, Objects.requireNonNull(last, "nothing was asked"));
  }

  private ReadLane.Answer answer(
      CompletableFuture<ReadLane.Answer> part, Deadline deadline, String doing) {
    try {
      return Waits.get(part, deadline, doing + " on " + where, Outcome.NOT_APPLIED);
    } catch (ExecutionException failure) {
      Throwable cause = KeeperFailures.cause(failure);
      if (KeeperFailures.isBroken(cause)) {
        throw new Elsewhere(cause);
      }
      throw translated(cause, doing);
    }
  }

  public <T> T read(OpResult result, Reader<T> reader, String doing) {
    try {
      return reader.read(result);
    } catch (KeeperException refusal) {
      throw translated(refusal, doing);
    }
  }

  private TopoException translated(Throwable failure, String doing) {
    return KeeperFailures.translate(failure, where, doing, Outcome.NOT_APPLIED);
  }
}
