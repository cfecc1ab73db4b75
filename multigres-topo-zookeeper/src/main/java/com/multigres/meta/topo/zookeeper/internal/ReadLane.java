package com.multigres.meta.topo.zookeeper.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.jspecify.annotations.Nullable;

/**
 * Natural batching of reads: while {@value #IN_FLIGHT} requests are under way, what is asked
 * meanwhile joins the next one. There is no timer, and a lone caller is sent at once. All that
 * share a request share the write without meaning before it, which makes them linearizable (rule
 * T5): it goes first on the same connection, so they are answered from a state that it has reached.
 * Never blocks. Thread-safe.
 */
public final class ReadLane {
  /** The most reads of a request: what they bring at worst fits into a reply. */
  public static final int MOST = 64;

  private static final int IN_FLIGHT = 2;

  private final Link link;
  private final String znode;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Asked> waiting = new ArrayDeque<>();
  private int inFlight;

  /** What was answered, and through which connection. */
  public record Answer(List<OpResult> results, Wire wire) {}

  private record Asked(
      List<Op> ops, ReadMode mode, Optional<Wire> on, CompletableFuture<Answer> answer) {}

  /**
   * A lane.
   *
   * @param link the connection
   * @param znode one that stands, as a rule
   */
  public ReadLane(Link link, String znode) {
    this.link = link;
    this.znode = znode;
  }

  /**
   * Reads now or with the next request.
   *
   * @param ops at most {@link #MOST} reads
   * @param mode what they wait for
   * @param on the only connection that will do; any where empty
   */
  public CompletableFuture<Answer> read(List<Op> ops, ReadMode mode, Optional<Wire> on) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    lock.lock();
    try {
      waiting.add(new Asked(ops, mode, on, answer));
    } finally {
      lock.unlock();
    }
    pump();
    return answer;
  }

  private void pump() {
    while (true) {
      List<Asked> group;
      lock.lock();
      try {
        group = inFlight < IN_FLIGHT ? group() : List.of();
        if (group.isEmpty()) {
          return;
        }
        inFlight++;
      } finally {
        lock.unlock();
      }
      send(group);
    }
  }

  private List<Asked> group() {
    List<Asked> group = new ArrayList<>();
    int reads = 0;
    while (!waiting.isEmpty()) {
      Asked next = waiting.peekFirst();
      reads += next.ops.size();
      boolean alike = group.isEmpty() || group.get(0).on.equals(next.on);
      if (!alike || (!group.isEmpty() && reads > MOST)) {
        break;
      }
      group.add(waiting.removeFirst());
    }
    return group;
  }

  private void send(List<Asked> group) {
    Optional<Wire> usable = link.now();
    Optional<Wire> wanted = group.get(0).on;
    Optional<Wire> wire =
        wanted.isEmpty() ? usable : wanted.filter(only -> usable.filter(only::equals).isPresent());
    if (wire.isEmpty()) {
      KeeperException away = new KeeperException.ConnectionLossException();
      release();
      group.forEach(asked -> asked.answer.completeExceptionally(away));
      return;
    }
    List<Op> ops = new ArrayList<>();
    ReadMode mode = ReadMode.LOCAL;
    for (Asked asked : group) {
      ops.addAll(asked.ops);
      mode = asked.mode.compareTo(mode) < 0 ? asked.mode : mode;
    }
    var unused =
        before(wire.get(), mode)
            .thenCombine(wire.get().send(ops), (first, results) -> results)
            .whenComplete(
                (results, failure) -> {
                  // Whoever waits next goes out before the answers are dealt with.
                  done();
                  answer(group, wire.get(), Optional.ofNullable(results), cause(failure));
                });
  }

  private CompletableFuture<List<OpResult>> before(Wire wire, ReadMode mode) {
    return switch (mode) {
      case STRICT -> wire.barrier(znode);
      case SYNC -> wire.sync(znode);
      case LOCAL -> CompletableFuture.completedFuture(List.of());
    };
  }

  private void done() {
    release();
    pump();
  }

  private void release() {
    lock.lock();
    try {
      inFlight--;
    } finally {
      lock.unlock();
    }
  }

  private static Throwable cause(@Nullable Throwable failure) {
    if (failure instanceof CompletionException wrapped && wrapped.getCause() != null) {
      return wrapped.getCause();
    }
    return failure == null ? new IllegalStateException("no answer") : failure;
  }

  private static void answer(
      List<Asked> group, Wire wire, Optional<List<OpResult>> results, Throwable failure) {
    int from = 0;
    for (Asked asked : group) {
      if (results.isEmpty()) {
        asked.answer.completeExceptionally(failure);
      } else {
        int to = from + asked.ops.size();
        asked.answer.complete(new Answer(List.copyOf(results.get().subList(from, to)), wire));
        from = to;
      }
    }
  }
}
