package com.multigres.meta.topo.zookeeper.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs;
import org.jspecify.annotations.Nullable;

/**
 * Natural batching of transactions: those that cannot change each other's results travel as one.
 * When the servers refuse it, each is sent again alone. Never blocks. Thread-safe.
 */
final class WriteLane implements Lane.Carrier<WriteLane.Asked> {
  private static final int MOST_OPS = 512;
  private static final int MOST_BYTES = 128 << 10;

  /** Sends one transaction; what it answers names refusals. */
  interface Sender {
    CompletableFuture<List<OpResult>> send(List<Op> ops);
  }

  private final Sender sender;
  private final Lane<Asked> lane = new Lane<>(this);

  WriteLane(Sender sender) {
    this.sender = sender;
  }

  private enum Phase {
    WAITING,
    SENT,
    WITHDRAWN
  }

  /** Somebody's transaction. */
  static final class Asked implements Wire.Sending {
    private final List<Op> ops;
    private final int bytes;
    private final CompletableFuture<List<OpResult>> answer = new CompletableFuture<>();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);

    private Asked(List<Op> ops, int bytes) {
      this.ops = ops;
      this.bytes = bytes;
    }

    @Override
    public CompletableFuture<List<OpResult>> answer() {
      return answer;
    }

    @Override
    public boolean withdraw() {
      return phase.compareAndSet(Phase.WAITING, Phase.WITHDRAWN);
    }

    private void settle(@Nullable List<OpResult> results, @Nullable Throwable failure) {
      if (results != null) {
        answer.complete(results);
      } else {
        answer.completeExceptionally(
            failure == null ? new IllegalStateException("no answer") : failure);
      }
    }
  }

  Asked add(List<Op> ops, int bytes) {
    Asked asked = new Asked(ops, bytes);
    lane.add(asked);
    return asked;
  }

  @Override
  public List<Asked> take(Queue<Asked> waiting) {
    List<Asked> group = new ArrayList<>();
    Reach reach = new Reach();
    int ops = 0;
    int bytes = 0;
    for (Asked next = waiting.peek(); next != null; next = waiting.peek()) {
      ops += next.ops.size();
      bytes += next.bytes;
      boolean fits = group.isEmpty() || (ops <= MOST_OPS && bytes <= MOST_BYTES);
      if (!fits || !reach.takes(next.ops)) {
        break;
      }
      waiting.remove();
      if (next.phase.compareAndSet(Phase.WAITING, Phase.SENT)) {
        group.add(next);
      }
    }
    return group;
  }

  @Override
  public void send(List<Asked> group, Runnable done) {
    List<Op> all = new ArrayList<>();
    group.forEach(asked -> all.addAll(asked.ops));
    var unused =
        sender
            .send(all)
            .whenComplete(
                (results, failure) -> {
                  if (group.size() > 1 && results != null && isRefused(results)) {
                    alone(group, done);
                  } else {
                    done.run();
                    settle(group, results, failure);
                  }
                });
  }

  private static boolean isRefused(List<OpResult> results) {
    return results.stream()
        .anyMatch(
            result ->
                result instanceof OpResult.ErrorResult error
                    && error.getErr() != KeeperException.Code.OK.intValue());
  }

  private static void settle(
      List<Asked> group, @Nullable List<OpResult> results, @Nullable Throwable failure) {
    int from = 0;
    for (Asked asked : group) {
      int to = from + asked.ops.size();
      asked.settle(results == null ? null : List.copyOf(results.subList(from, to)), failure);
      from = to;
    }
  }

  private void alone(List<Asked> group, Runnable done) {
    AtomicInteger left = new AtomicInteger(group.size());
    for (Asked asked : group) {
      var unused =
          sender
              .send(asked.ops)
              .whenComplete(
                  (results, failure) -> {
                    if (left.decrementAndGet() == 0) {
                      done.run();
                    }
                    asked.settle(results, failure);
                  });
    }
  }

  /** The znodes that decide over a group's results, and those that it changes. */
  private static final class Reach {
    private final Set<String> looked = new HashSet<>();
    private final Set<String> changed = new HashSet<>();

    /** Takes another transaction in, if it and those before cannot change each other's results. */
    boolean takes(List<Op> ops) {
      for (Op op : ops) {
        String znode = op.getPath();
        boolean collides =
            changes(op)
                ? changed.contains(znode)
                    || looked.contains(znode)
                    || changed.contains(Znodes.parent(znode))
                : changed.contains(znode);
        if (collides) {
          return false;
        }
      }
      ops.forEach(this::add);
      return true;
    }

    private void add(Op op) {
      String znode = op.getPath();
      if (changes(op)) {
        changed.add(znode);
        // What is made or removed needs what it lies in, and whatever lies below it goes first.
        looked.add(Znodes.parent(znode));
      } else {
        looked.add(znode);
      }
    }

    private static boolean changes(Op op) {
      return op.getType() != ZooDefs.OpCode.check;
    }
  }
}
