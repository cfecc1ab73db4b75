package com.multigres.meta.topo.zookeeper.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.jspecify.annotations.Nullable;

/**
 * Natural batching of reads. All that share a request share the write without meaning before it,
 * which makes them linearizable (rule T5): it goes first on the same connection, so they are
 * answered from a state that it has reached. Never blocks. Thread-safe.
 */
public final class ReadLane implements Lane.Carrier<ReadLane.Asked> {
  private static final int MOST = 256;

  private final Link link;
  private final String znode;
  private final int most;
  private final Lane<Asked> lane = new Lane<>(this);

  /** What was answered, and through which connection. */
  public record Answer(List<OpResult> results, Wire wire) {}

  /** Somebody's reads. */
  record Asked(List<Op> ops, ReadMode mode, Optional<Wire> on, CompletableFuture<Answer> answer) {}

  /**
   * A lane.
   *
   * @param link the connection
   * @param znode one that stands, as a rule
   * @param largest how many bytes one read can bring at worst
   */
  public ReadLane(Link link, String znode, int largest) {
    this.link = link;
    this.znode = znode;
    this.most = Math.max(1, Math.min(MOST, Dialer.LARGEST_REPLY / largest));
  }

  /** The most reads of a request: what they bring at worst fits into a reply. */
  int most() {
    return most;
  }

  /**
   * Reads now or with the next request.
   *
   * @param ops at most {@link #most} reads
   * @param mode what they wait for
   * @param on the only connection that will do; any where empty
   */
  CompletableFuture<Answer> read(List<Op> ops, ReadMode mode, Optional<Wire> on) {
    Asked asked = new Asked(ops, mode, on, new CompletableFuture<>());
    lane.add(asked);
    return asked.answer;
  }

  @Override
  public List<Asked> take(Queue<Asked> waiting) {
    List<Asked> group = new ArrayList<>();
    int reads = 0;
    for (Asked next = waiting.peek(); next != null; next = waiting.peek()) {
      reads += next.ops.size();
      boolean alike = group.isEmpty() || group.get(0).on.equals(next.on);
      if (!alike || (!group.isEmpty() && reads > most)) {
        break;
      }
      group.add(waiting.remove());
    }
    return group;
  }

  @Override
  public void send(List<Asked> group, Runnable done) {
    Optional<Wire> usable = link.now();
    Optional<Wire> wanted = group.get(0).on;
    Optional<Wire> wire =
        wanted.isEmpty() ? usable : wanted.filter(only -> usable.filter(only::equals).isPresent());
    if (wire.isEmpty()) {
      KeeperException away = new KeeperException.ConnectionLossException();
      done.run();
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
                  done.run();
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
