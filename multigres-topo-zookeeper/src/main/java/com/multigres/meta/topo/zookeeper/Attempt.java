package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.spi.Waits;
import com.multigres.meta.topo.zookeeper.internal.KeeperFailures;
import com.multigres.meta.topo.zookeeper.internal.View;
import com.multigres.meta.topo.zookeeper.internal.Wire;
import com.multigres.meta.topo.zookeeper.internal.Znodes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.jspecify.annotations.Nullable;

/**
 * A commit on its way: what was sent, what came of it, and what must be seen to before the next.
 */
final class Attempt {
  /** Through which connection a commit goes: that of the session that will own what it binds. */
  interface Way {
    Wire await(Deadline deadline, String doing);
  }

  private record Sent(Plan plan, List<Op> ops, CompletableFuture<List<OpResult>> answer) {}

  final Commit commit;
  private final Way way;
  private final String where;
  private final int limit;
  private final Set<String> missing = new HashSet<>();
  private Optional<Map<TopoPath, Version>> versions = Optional.empty();
  private Optional<TopoException> failure = Optional.empty();
  private @Nullable Sent sent;
  private boolean misplaced;
  private boolean denied;
  private Optional<TopoPath> occupied = Optional.empty();

  Attempt(Commit commit, Way way, String where, int limit) {
    this.commit = commit;
    this.way = way;
    this.where = where;
    this.limit = limit;
    if (commit.isEmpty()) {
      versions = Optional.of(Map.of());
    }
  }

  boolean isOver() {
    return versions.isPresent() || failure.isPresent();
  }

  Map<TopoPath, Version> result() {
    if (failure.isPresent()) {
      throw failure.get();
    }
    return versions.orElseThrow();
  }

  void fail(TopoException why) {
    failure = Optional.of(why);
  }

  /** Sends what is planned, unless what was looked at refuses it. */
  void send(Map<String, View> views, boolean looked, Deadline deadline) {
    sent = null;
    try {
      if (looked) {
        commit.refuse(views);
        if (misplaced) {
          throw commit.misplaced();
        }
      }
      Optional<Plan> plan = commit.plan(views);
      if (plan.isEmpty()) {
        return;
      }
      if (plan.get().bytes() > limit) {
        throw commit.tooLarge(plan.get().bytes(), limit);
      }
      Wire wire = way.await(deadline, commit.doing());
      List<Op> ops = plan.get().ops(wire);
      sent = new Sent(plan.get(), ops, wire.send(ops));
    } catch (TopoException refused) {
      fail(refused);
    }
  }

  /** Waits for what was sent. */
  void finish(Deadline deadline) {
    Sent waited = sent;
    missing.clear();
    occupied = Optional.empty();
    if (waited == null) {
      return;
    }
    try {
      settle(
          waited,
          Waits.get(waited.answer, deadline, commit.doing() + " on " + where, Outcome.UNKNOWN));
    } catch (TopoException late) {
      fail(late);
    } catch (ExecutionException broken) {
      Throwable cause = KeeperFailures.cause(broken);
      fail(KeeperFailures.translate(cause, where, commit.doing(), Outcome.UNKNOWN));
    }
  }

  private void settle(Sent done, List<OpResult> results) {
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) instanceof OpResult.ErrorResult error
          && error.getErr() != KeeperException.Code.OK.intValue()) {
        refused(KeeperException.Code.get(error.getErr()), done.ops.get(i));
        return;
      }
    }
    versions = Optional.of(done.plan.versions(results));
  }

  private void refused(KeeperException.Code code, Op op) {
    switch (code) {
      case NONODE -> {
        if (isCreation(op)) {
          if (denied) {
            fail(translated(KeeperException.Code.NOAUTH, op));
          }
          missing.add(Znodes.parent(op.getPath()));
        }
      }
      case NODEEXISTS, BADVERSION -> {
        // The next look will show what stands there.
      }
      case NOCHILDRENFOREPHEMERALS -> misplaced = true;
      case NOTEMPTY -> occupied = commit.znodes().path(op.getPath());
      default -> fail(translated(code, op));
    }
  }

  private static boolean isCreation(Op op) {
    return op instanceof Op.Create;
  }

  private TopoException translated(KeeperException.Code code, Op op) {
    KeeperException refusal = KeeperException.create(code, op.getPath());
    return KeeperFailures.translate(refusal, where, commit.doing(), Outcome.NOT_APPLIED);
  }

  /** The directories without which it was refused, all those that this commit may need. */
  Set<String> missing() {
    if (missing.isEmpty()) {
      return Set.of();
    }
    Set<String> all = new HashSet<>(missing);
    commit.puts().forEach(put -> all.add(Znodes.parent(commit.znodes().node(put.path()))));
    return all;
  }

  /** What became of making the directories. */
  void made(KeeperException.Code code) {
    misplaced |= code == KeeperException.Code.NOCHILDRENFOREPHEMERALS;
    denied |= code == KeeperException.Code.NOAUTH;
  }

  /** The node that would be bound and has something below, if that was the refusal. */
  Optional<TopoPath> occupied() {
    return occupied.filter(
        path -> commit.steps().stream().anyMatch(s -> s.binds() && s.path().equals(path)));
  }
}
