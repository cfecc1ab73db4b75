package com.multigres.meta.postgres.topo;

import com.multigres.meta.postgres.topo.internal.Change;
import com.multigres.meta.postgres.topo.internal.Reply;
import com.multigres.meta.postgres.topo.internal.TopoWrites;
import com.multigres.meta.postgres.topo.internal.Verdict;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Capabilities;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WriteResult;
import com.multigres.meta.topo.spi.TopoArguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/** One write, one batch, or many writes, as requests. */
final class TopoBatches {
  private final TopoWrites writes;
  private final TopoArguments arguments;
  private final LongPredicate seenLives;

  TopoBatches(TopoWrites writes, TopoArguments arguments, LongPredicate seenLives) {
    this.writes = writes;
    this.arguments = arguments;
    this.seenLives = seenLives;
  }

  /** One change for itself. */
  Version one(Change change, Deadline deadline) {
    Reply reply = writes.apply(List.of(change), false, deadline);
    if (reply.verdict(0) != Verdict.DONE) {
      throw reply.verdict(0).refusal(change.path());
    }
    return reply.version(0, change.path());
  }

  Map<TopoPath, Version> commit(Batch batch, Deadline deadline) {
    arguments.batch(batch);
    List<Change> changes = new ArrayList<>();
    batch.conditions().forEach(condition -> changes.add(Change.of(condition)));
    batch.mutations().forEach(mutation -> changes.add(Change.of(mutation)));
    if (changes.isEmpty()) {
      return Map.of();
    }
    Reply reply = writes.apply(changes, true, deadline);
    Map<TopoPath, Version> versions = new LinkedHashMap<>();
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      if (reply.verdict(i) != Verdict.DONE) {
        throw verdict(reply.verdict(i), change).refusal(change.path());
      }
      if (change.kind() == Change.Kind.PUT) {
        versions.put(change.path(), reply.version(i, change.path()));
      }
    }
    return Map.copyOf(versions);
  }

  /** A guard of an earlier life of this very store is one of a lock that was lost (T33). */
  private Verdict verdict(Verdict said, Change change) {
    boolean ours = said == Verdict.FOREIGN_GUARD && seenLives.test(change.at().writeId());
    return ours ? Verdict.LOCK_LOST : said;
  }

  /** Each write for itself, in requests as large as the limits allow, one after another. */
  List<WriteResult> writeAll(List<Mutation> mutations, Deadline deadline) {
    WriteResult[] results = new WriteResult[mutations.size()];
    List<Integer> places = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    long bytes = 0;
    Capabilities limits = arguments.limits();
    for (int i = 0; i < mutations.size(); i++) {
      Change change;
      try {
        arguments.mutation(mutations.get(i));
        change = Change.of(mutations.get(i));
      } catch (TopoException refused) {
        results[i] = new WriteResult.Failed(refused);
        continue;
      }
      boolean full =
          changes.size() == limits.maxBatchOperations()
              || bytes + change.value().size() > limits.maxBatchBytes();
      if (full) {
        send(changes, places, results, deadline);
        changes.clear();
        places.clear();
        bytes = 0;
      }
      changes.add(change);
      places.add(i);
      bytes += change.value().size();
    }
    send(changes, places, results, deadline);
    return List.of(results);
  }

  private void send(
      List<Change> changes, List<Integer> places, WriteResult[] results, Deadline deadline) {
    if (changes.isEmpty()) {
      return;
    }
    try {
      Reply reply = writes.apply(List.copyOf(changes), false, deadline);
      for (int i = 0; i < changes.size(); i++) {
        results[places.get(i)] = result(reply, i, changes.get(i));
      }
    } catch (TopoException failed) {
      places.forEach(place -> results[place] = new WriteResult.Failed(failed));
    }
  }

  private static WriteResult result(Reply reply, int place, Change change) {
    if (reply.verdict(place) != Verdict.DONE) {
      return new WriteResult.Failed(reply.verdict(place).refusal(change.path()));
    }
    return change.kind() == Change.Kind.DELETE
        ? new WriteResult.Deleted()
        : new WriteResult.Written(reply.version(place, change.path()));
  }
}
