package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.spi.TopoArguments;
import com.multigres.meta.topo.zookeeper.internal.Stamp;
import com.multigres.meta.topo.zookeeper.internal.View;
import com.multigres.meta.topo.zookeeper.internal.Znodes;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Conditions and steps that are applied together or not at all. It is first sent as if what it
 * expects were so, without a look; the transaction itself proves it. What the server refuses is
 * then looked at by a linearizable read, and either refused with what that has shown, or sent
 * again.
 */
final class Commit {
  private final Znodes znodes;
  private final List<Batch.Condition> conditions;
  private final List<Step> steps;
  private final String doing;
  private final KnownDirectories directories;

  /**
   * A commit.
   *
   * @param directories those that need not be made
   * @param steps at most one for each path
   * @param doing what the caller does, for messages
   */
  Commit(
      Znodes znodes,
      KnownDirectories directories,
      List<Batch.Condition> conditions,
      List<Step> steps,
      String doing) {
    this.znodes = znodes;
    this.directories = directories;
    this.conditions = conditions;
    this.steps = List.copyOf(steps);
    this.doing = doing;
    steps.forEach(this::checkToken);
    conditions.forEach(this::checkToken);
  }

  private void checkToken(Step step) {
    if (step.expect() instanceof Expect.AtVersion at) {
      Stamp.of(at.version());
    }
  }

  private void checkToken(Batch.Condition condition) {
    if (condition instanceof Batch.Condition.HasVersion has) {
      Stamp.of(has.version());
    }
  }

  String doing() {
    return doing;
  }

  Znodes znodes() {
    return znodes;
  }

  KnownDirectories directories() {
    return directories;
  }

  List<Batch.Condition> conditions() {
    return conditions;
  }

  List<Step> steps() {
    return steps;
  }

  /** What is removed makes room for what comes, never the other way round. */
  List<Step> stepsInOrder() {
    return steps.stream()
        .sorted(Comparator.comparing(step -> !(step instanceof Step.Delete)))
        .toList();
  }

  boolean isEmpty() {
    return conditions.isEmpty() && steps.isEmpty();
  }

  /** Which znodes must have been looked at before it is sent. */
  Set<String> wanted(boolean first) {
    Set<String> wanted = new LinkedHashSet<>();
    for (Batch.Condition condition : conditions) {
      if (condition instanceof Batch.Condition.Holds holds) {
        wanted.add(entry(holds.guard()));
      } else if (condition instanceof Batch.Condition.Missing) {
        Znodes.downTo(znodes.node(condition.path())).stream()
            .filter(znode -> znode.length() >= znodes.base().length())
            .forEach(wanted::add);
      } else if (!first || condition instanceof Batch.Condition.Exists) {
        wanted.add(znodes.node(condition.path()));
      }
    }
    steps.stream()
        .filter(
            step -> !first || step instanceof Step.Rebind || step.expect() instanceof Expect.Any)
        .forEach(step -> wanted.add(znodes.node(step.path())));
    return wanted;
  }

  /** The znode that stands as long as a grant holds. */
  String entry(Guard guard) {
    return Grants.znode(znodes, guard.path(), guard.kind(), guard.token().grant())
        .orElseThrow(() -> TopoArguments.passedOn(guard));
  }

  /** Refuses what a linearizable read has shown not to be as it should. */
  void refuse(Map<String, View> views) {
    for (Batch.Condition condition : conditions) {
      refuse(condition, views);
    }
    for (Step step : steps) {
      step.refuse(view(step.path(), views));
    }
  }

  private void refuse(Batch.Condition condition, Map<String, View> views) {
    if (condition instanceof Batch.Condition.Holds holds) {
      View entry = views.getOrDefault(entry(holds.guard()), View.MISSING);
      if (entry.madeAt() != holds.guard().token().number()) {
        throw TopoArguments.passedOn(holds.guard());
      }
      return;
    }
    TopoPath path = condition.path();
    View view = view(path, views);
    if (condition instanceof Batch.Condition.Exists && !view.hasValue()) {
      throw Step.missing(path);
    }
    if (condition instanceof Batch.Condition.Missing) {
      Step.expected(path, Expect.absent(), view);
    }
    if (condition instanceof Batch.Condition.HasVersion has) {
      Step.expected(path, Expect.version(has.version()), view);
    }
  }

  private View view(TopoPath path, Map<String, View> views) {
    return views.getOrDefault(znodes.node(path), View.MISSING);
  }

  /**
   * Whether asking for it again cannot do it twice: each step names the version that it replaces,
   * which never stands again (rules T8 and T11).
   */
  boolean canBeDoneOnce() {
    return !steps.isEmpty()
        && steps.stream().allMatch(step -> step.expect() instanceof Expect.AtVersion);
  }

  /** Whether all stands that it would replace. */
  boolean isStillPossible(Map<String, View> views) {
    try {
      refuse(views);
      return true;
    } catch (TopoException refused) {
      return false;
    }
  }

  /**
   * What to send, as far as is known; empty when that would be refused.
   *
   * @param guessing whether to make directories that are not known to stand
   */
  Optional<Plan> plan(Map<String, View> views, boolean guessing) {
    try {
      return Optional.of(new Planner(this, views, guessing).plan());
    } catch (Planner.Doubtful looksRefused) {
      return Optional.empty();
    }
  }

  /** Whether something is written below a path by this very commit. */
  boolean putsBelow(TopoPath path) {
    return puts().anyMatch(put -> put.path().isBelow(path));
  }

  Stream<Step> puts() {
    return steps.stream().filter(step -> !(step instanceof Step.Delete));
  }

  /** The refusal of what cannot lie where it should (rule T3). */
  TopoException misplaced() {
    TopoPath path = puts().map(Step::path).findFirst().orElse(TopoPath.root());
    return TopoException.badInput(
        path, "a node above it is bound to a session, so none can lie below (T3)");
  }

  /** The refusal of what would bind a node that has others below. */
  static TopoException occupied(TopoPath path, String by) {
    return TopoException.badInput(path, by + " below it, so no session can own it (T3)");
  }

  TopoException tooLarge(int bytes, int limit) {
    return TopoException.refused(
        Code.TOO_LARGE,
        "%s: the request has %d bytes, the servers take %d (maxRequestBytes) (T10)"
            .formatted(doing, bytes, limit));
  }
}
