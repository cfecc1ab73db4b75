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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private static final int MOST_IN_DOUBT = 3;

  private static final int MOST_GUESSES = 3;

  private record Sent(Plan plan, List<Op> ops, Wire.Sending sending) {}

  final Commit commit;
  private final Way way;
  private final String where;
  private final int limit;
  private final Set<String> missing = new HashSet<>();
  private Optional<Map<TopoPath, Version>> versions = Optional.empty();
  private Optional<TopoException> failure = Optional.empty();
  private @Nullable Sent sent;
  private boolean needsLook;
  private int wrongGuesses;
  private boolean misplaced;
  private boolean denied;
  private Optional<TopoPath> occupied = Optional.empty();
  private Optional<Doubt> doubt = Optional.empty();

  /** It was sent, and nobody answered. */
  private record Doubt(Plan plan, TopoException failure, int times) {
    /** What ended the call is told, and that nobody knows. */
    TopoException endedBy(TopoException why) {
      return switch (why.code()) {
        case TIMEOUT, INTERRUPTED, CLOSED ->
            new TopoException(
                why.code(), null, Outcome.UNKNOWN, String.valueOf(why.getMessage()), failure);
        default -> failure;
      };
    }
  }

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

  /** Whether only a linearizable read can tell how to go on. */
  boolean needsLook() {
    return needsLook;
  }

  /** What must be looked at before it is sent. */
  Set<String> wanted() {
    Set<String> wanted = new LinkedHashSet<>(commit.wanted(!needsLook));
    doubt.ifPresent(
        doubted ->
            doubted.plan.written().keySet().stream()
                .map(commit.znodes()::node)
                .forEach(wanted::add));
    return wanted;
  }

  Map<TopoPath, Version> result() {
    if (failure.isPresent()) {
      throw failure.get();
    }
    return versions.orElseThrow();
  }

  /** It fails; what may have been done before stays in doubt, whatever was found out since. */
  void fail(TopoException why) {
    failure = Optional.of(doubt.map(doubted -> doubted.endedBy(why)).orElse(why));
  }

  /**
   * Is it done though nobody answered? A transaction leaves its name in what it writes. Without
   * that it may have been overwritten since, and is asked for again only where it cannot be done
   * twice (rule T11).
   */
  private void resolve(Doubt doubted, Map<String, View> views) {
    Plan plan = doubted.plan;
    if (plan.isDone(commit.znodes(), views)) {
      versions = plan.versions(commit.znodes(), views);
    }
    // What ends its connection each time, such as by its size, must not do so for ever.
    boolean again =
        doubted.times < MOST_IN_DOUBT && commit.canBeDoneOnce() && commit.isStillPossible(views);
    if (versions.isEmpty() && !again) {
      fail(doubted.failure);
    }
  }

  /** Sends what is planned, unless what was looked at refuses it. */
  void send(Map<String, View> views, Deadline deadline) {
    sent = null;
    try {
      doubt.ifPresent(doubted -> resolve(doubted, views));
      if (isOver()) {
        return;
      }
      if (needsLook) {
        commit.refuse(views);
        if (misplaced) {
          throw commit.misplaced();
        }
      }
      boolean guessing = wrongGuesses < MOST_GUESSES;
      Optional<Plan> plan = doubt.map(Doubt::plan).or(() -> commit.plan(views, guessing));
      if (plan.isEmpty()) {
        needsLook = true;
        return;
      }
      if (plan.get().bytes() > limit) {
        throw commit.tooLarge(plan.get().bytes(), limit);
      }
      Wire wire = way.await(deadline, commit.doing());
      List<Op> ops = plan.get().ops(wire);
      sent = new Sent(plan.get(), ops, wire.commit(ops, plan.get().bytes()));
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
    needsLook = true;
    try {
      settle(
          waited,
          Waits.get(
              waited.sending.answer(), deadline, commit.doing() + " on " + where, Outcome.UNKNOWN));
    } catch (TopoException late) {
      fail(waited.sending.withdraw() ? neverSent(late) : late);
    } catch (ExecutionException broken) {
      Throwable cause = KeeperFailures.cause(broken);
      TopoException failed =
          KeeperFailures.translate(cause, where, commit.doing(), Outcome.UNKNOWN);
      if (KeeperFailures.isBroken(cause)) {
        int times = doubt.map(Doubt::times).orElse(0) + 1;
        doubt =
            Optional.of(new Doubt(waited.plan, doubt.map(Doubt::failure).orElse(failed), times));
      } else {
        fail(failed);
      }
    }
  }

  private static TopoException neverSent(TopoException late) {
    return new TopoException(
        late.code(), null, Outcome.NOT_APPLIED, String.valueOf(late.getMessage()), late);
  }

  private void settle(Sent done, List<OpResult> results) {
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) instanceof OpResult.ErrorResult error
          && error.getErr() != KeeperException.Code.OK.intValue()) {
        KeeperException.Code code = KeeperException.Code.get(error.getErr());
        Op op = done.ops.get(i);
        if (isCreation(op) && done.plan.guessed().contains(op.getPath()) && guessed(code, op)) {
          return;
        }
        refused(code, op);
        return;
      }
    }
    versions = Optional.of(done.plan.versions(results));
    learn(done);
  }

  private void learn(Sent done) {
    for (Op op : done.ops) {
      if (isCreation(op)) {
        String directory = Znodes.parent(op.getPath());
        if (!commit.directories().contains(directory)) {
          commit.directories().add(directory);
        }
      }
    }
  }

  /** A directory that was to be made along stands, or may not be made; the rest may do as it is. */
  private boolean guessed(KeeperException.Code code, Op op) {
    switch (code) {
      case NODEEXISTS -> {
        commit.directories().add(op.getPath());
        wrongGuesses++;
      }
      case NOAUTH -> wrongGuesses = MOST_GUESSES;
      default -> {
        return false;
      }
    }
    needsLook = false;
    return true;
  }

  private void refused(KeeperException.Code code, Op op) {
    switch (code) {
      case NONODE -> {
        if (isCreation(op)) {
          if (denied) {
            fail(translated(KeeperException.Code.NOAUTH, op));
          }
          missing.add(Znodes.parent(op.getPath()));
          commit.directories().remove(Znodes.parent(op.getPath()));
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
