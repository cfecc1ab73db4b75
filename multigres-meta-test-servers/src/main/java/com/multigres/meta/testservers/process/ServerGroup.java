package com.multigres.meta.testservers.process;

import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.internal.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Several servers of our own that are one cluster and choose a leader; tests may stop, kill, pause
 * and start each of them. A member takes requests only while the greater part of them runs.
 * Thread-safe.
 *
 * @param <P> one of them
 */
public abstract class ServerGroup<P extends ServerProcess> implements AutoCloseable {

  private static final Duration LEADER_LIMIT = Duration.ofSeconds(60);
  private static final long POLL_NANOS = Duration.ofMillis(50).toNanos();

  private final List<P> members;

  /**
   * Joins servers that do not run yet.
   *
   * @param members all of them
   */
  protected ServerGroup(List<P> members) {
    this.members = List.copyOf(members);
  }

  /**
   * Makes the members, none of which runs yet; where one of them cannot be made, none is left.
   *
   * @param places what each is made of
   * @param maker makes one
   */
  protected static <M, P extends ServerProcess> List<P> prepared(
      List<M> places, Function<M, P> maker) {
    List<P> made = new ArrayList<>();
    return Steps.orUndo(
        () -> {
          places.forEach(place -> made.add(maker.apply(place)));
          return made;
        },
        () -> closeAll(made));
  }

  /** The member that leads now, as far as those that answer agree. */
  protected abstract Optional<P> agreedLeader();

  /**
   * Starts those that are down, and waits until all take requests and one leads; those that are
   * paused are left alone.
   */
  public final void start() {
    List<P> down = members.stream().filter(member -> !member.running()).toList();
    down.forEach(ServerProcess::launch);
    if (!down.isEmpty()) {
      // One that survived served nobody while it was alone, and does again a little later.
      members.stream().filter(ServerProcess::answering).forEach(ServerProcess::awaitReady);
    }
    leader();
  }

  /** All members, whether or not they run. */
  public final List<P> members() {
    return members;
  }

  /** One of them, counted from zero. */
  public final P member(int index) {
    return members.get(index);
  }

  /** The member that leads; waits until there is one that answers. */
  public final P leader() {
    long deadline = System.nanoTime() + LEADER_LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<P> leader = agreedLeader();
      if (leader.isPresent()) {
        return leader.get();
      }
      LockSupport.parkNanos(POLL_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw new ServerStartException("interrupted while waiting for a leader of " + members);
      }
    }
    throw new ServerStartException(
        "no leader within " + LEADER_LIMIT.toSeconds() + " s of " + members);
  }

  /** A member that answers and does not lead. */
  public final P follower() {
    P leader = leader();
    return members.stream()
        .filter(member -> member != leader && member.answering())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("only the leader runs"));
  }

  /** Whether this is more than half of them. */
  protected final boolean isMajority(long count) {
    return count > members.size() / 2;
  }

  /** Kills all members and removes their data. Idempotent. */
  @Override
  public final void close() {
    closeAll(members);
  }

  private static void closeAll(List<? extends ServerProcess> members) {
    Steps.takeAll(members.stream().<Runnable>map(member -> member::close).toList());
  }

  @Override
  public String toString() {
    return members.toString();
  }
}
