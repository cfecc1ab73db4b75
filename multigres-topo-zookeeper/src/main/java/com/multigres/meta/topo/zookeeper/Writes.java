package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WriteResult;
import com.multigres.meta.topo.spi.TopoArguments;
import com.multigres.meta.topo.zookeeper.internal.Directories;
import com.multigres.meta.topo.zookeeper.internal.Pauses;
import com.multigres.meta.topo.zookeeper.internal.ReadMode;
import com.multigres.meta.topo.zookeeper.internal.Reads;
import com.multigres.meta.topo.zookeeper.internal.View;
import com.multigres.meta.topo.zookeeper.internal.Znodes;
import com.multigres.meta.topo.zookeeper.internal.ZooKeeperOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.zookeeper.KeeperException;

/** Changes nodes, each commit one transaction; independent ones travel together (T7 to T11). */
final class Writes {
  private static final int TRIES = 60;
  private static final int TRIES_WITHOUT_PAUSE = 3;
  private static final int MOST_TOGETHER = 512;
  private static final int BYTES_TOGETHER = 8 << 20;

  /** Which connection binds what; sessions know. */
  interface Ways {
    Attempt.Way of(List<Step> steps, List<Mutation> mutations);
  }

  private final Znodes znodes;
  private final Reads reads;
  private final Directories directories;
  private final TopoArguments arguments;
  private final Ways ways;
  private final ZooKeeperOptions options;
  private final KnownDirectories known = new KnownDirectories();

  Writes(
      Znodes znodes,
      Reads reads,
      Directories directories,
      TopoArguments arguments,
      Ways ways,
      ZooKeeperOptions options) {
    this.znodes = znodes;
    this.reads = reads;
    this.directories = directories;
    this.arguments = arguments;
    this.ways = ways;
    this.options = options;
  }

  /** One write; the version is there unless it was a delete. */
  Optional<Version> one(Mutation mutation, Deadline deadline) {
    Map<TopoPath, Version> written =
        commit(new Batch(List.of(), List.of(mutation)), deadline, doing(mutation));
    return Optional.ofNullable(written.get(mutation.path()));
  }

  private static String doing(Mutation mutation) {
    return (mutation instanceof Mutation.Put ? "write of " : "delete of ") + mutation.path();
  }

  Map<TopoPath, Version> commit(Batch batch, Deadline deadline, String doing) {
    List<Step> steps = batch.mutations().stream().map(Step::of).toList();
    Attempt attempt =
        attempt(
            new Commit(znodes, known, batch.conditions(), steps, doing),
            ways.of(steps, batch.mutations()));
    run(List.of(attempt), deadline);
    return attempt.result();
  }

  /** A step of a session's own. */
  Version rebind(Step.Rebind step, Attempt.Way way, Deadline deadline, String doing) {
    Attempt attempt = attempt(new Commit(znodes, known, List.of(), List.of(step), doing), way);
    run(List.of(attempt), deadline);
    return Optional.ofNullable(attempt.result().get(step.path())).orElseThrow();
  }

  private Attempt attempt(Commit commit, Attempt.Way way) {
    return new Attempt(commit, way, options.where(), options.maxRequestBytes());
  }

  /** Independent writes: those of different paths together, those of one path one after another. */
  List<WriteResult> writeAll(List<Mutation> mutations, Deadline deadline) {
    List<WriteResult> results = new ArrayList<>();
    List<Mutation> together = new ArrayList<>();
    Set<TopoPath> under = new HashSet<>();
    int bytes = 0;
    for (Mutation mutation : mutations) {
      if (!under.add(mutation.path())
          || together.size() == MOST_TOGETHER
          || bytes > BYTES_TOGETHER) {
        results.addAll(all(together, deadline));
        together.clear();
        under.clear();
        under.add(mutation.path());
        bytes = 0;
      }
      together.add(mutation);
      bytes += mutation instanceof Mutation.Put put ? put.value().size() : 0;
    }
    results.addAll(all(together, deadline));
    return List.copyOf(results);
  }

  private List<WriteResult> all(List<Mutation> mutations, Deadline deadline) {
    List<Attempt> attempts = new ArrayList<>();
    List<Optional<TopoException>> refusals = new ArrayList<>();
    for (Mutation mutation : mutations) {
      try {
        arguments.mutation(mutation);
        List<Step> steps = List.of(Step.of(mutation));
        Commit commit = new Commit(znodes, known, List.of(), steps, doing(mutation));
        attempts.add(attempt(commit, ways.of(steps, List.of(mutation))));
        refusals.add(Optional.empty());
      } catch (TopoException refused) {
        refusals.add(Optional.of(refused));
      }
    }
    run(attempts, deadline);
    List<WriteResult> results = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < mutations.size(); i++) {
      Optional<TopoException> refusal = refusals.get(i);
      results.add(
          refusal.isPresent()
              ? new WriteResult.Failed(refusal.get())
              : result(attempts.get(next++), mutations.get(i).path()));
    }
    return results;
  }

  private static WriteResult result(Attempt attempt, TopoPath path) {
    try {
      Version version = attempt.result().get(path);
      return version == null ? new WriteResult.Deleted() : new WriteResult.Written(version);
    } catch (TopoException failure) {
      return new WriteResult.Failed(failure);
    }
  }

  /** Sends what is left, looks at what was refused, and sends again until all are over. */
  private void run(List<Attempt> attempts, Deadline deadline) {
    List<Attempt> left = attempts.stream().filter(attempt -> !attempt.isOver()).toList();
    for (int round = 0; !left.isEmpty(); round++) {
      String doing = left.get(0).commit.doing();
      try {
        if (round > TRIES_WITHOUT_PAUSE) {
          pause(round, deadline, doing);
        }
        round(left, deadline, doing);
      } catch (TopoException failure) {
        // Only looking and preparing fail here: nothing is under way.
        left.stream().filter(each -> !each.isOver()).forEach(each -> each.fail(failure));
      }
      left = left.stream().filter(attempt -> !attempt.isOver()).toList();
      if (round == TRIES) {
        left.forEach(Writes::giveUp);
        return;
      }
    }
  }

  private static void giveUp(Attempt attempt) {
    attempt.fail(
        TopoException.refused(
            TopoException.Code.UNAVAILABLE,
            attempt.commit.doing() + ": what it relies on changed " + TRIES + " times meanwhile"));
  }

  private void round(List<Attempt> left, Deadline deadline, String doing) {
    Set<String> wanted = new LinkedHashSet<>();
    left.forEach(attempt -> wanted.addAll(attempt.wanted()));
    boolean looks = left.stream().anyMatch(Attempt::needsLook);
    Map<String, View> views =
        reads.views(wanted, looks ? ReadMode.STRICT : ReadMode.LOCAL, deadline, doing);
    left.forEach(attempt -> attempt.send(views, deadline));
    left.forEach(
        attempt -> {
          if (!attempt.isOver()) {
            attempt.finish(deadline);
          }
        });
    List<Attempt> again = left.stream().filter(attempt -> !attempt.isOver()).toList();
    Set<String> missing = new LinkedHashSet<>();
    again.forEach(attempt -> missing.addAll(attempt.missing()));
    if (!missing.isEmpty()) {
      Map<String, KeeperException.Code> refused = directories.make(missing, deadline, doing);
      refused.forEach((znode, code) -> tell(again, znode, code));
      missing.stream().filter(znode -> !refused.containsKey(znode)).forEach(known::add);
    }
    for (Attempt attempt : again) {
      attempt.occupied().ifPresent(path -> clear(attempt, path, deadline));
    }
  }

  private static void tell(List<Attempt> attempts, String znode, KeeperException.Code code) {
    for (Attempt attempt : attempts) {
      if (attempt.missing().stream().anyMatch(dir -> (dir + "/").startsWith(znode + "/"))) {
        attempt.made(code);
      }
    }
  }

  /** A directory may hold nothing but what is left of others, which must not be in the way. */
  private void clear(Attempt attempt, TopoPath path, Deadline deadline) {
    try {
      String doing = attempt.commit.doing();
      if (!reads.below(path, ReadMode.STRICT, deadline, doing).isEmpty()) {
        throw Commit.occupied(path, "nodes lie");
      }
      if (!directories.clear(znodes.node(path), deadline, doing)) {
        throw Commit.occupied(path, "another store's root lies");
      }
    } catch (TopoException refused) {
      attempt.fail(refused);
    }
  }

  private static void pause(int round, Deadline deadline, String doing) {
    long micros = ThreadLocalRandom.current().nextLong(1_000L * Math.min(round, 20));
    Pauses.take(Duration.ofNanos(1_000 * micros), deadline, doing);
  }
}
