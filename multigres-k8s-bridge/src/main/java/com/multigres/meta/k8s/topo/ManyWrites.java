package com.multigres.meta.k8s.topo;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WriteResult;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.TopoArguments;
import com.multigres.meta.topo.spi.Waits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Applies many independent writes (rule T10): some at a time, those of one path one after another,
 * and all one after another where any binds a node.
 */
final class ManyWrites {
  private static final int AT_A_TIME = 8;

  private final TopoWrites writes;
  private final TopoArguments arguments;
  private final CallbackThreads threads;

  ManyWrites(TopoWrites writes, TopoArguments arguments, CallbackThreads threads) {
    this.writes = writes;
    this.arguments = arguments;
    this.threads = threads;
  }

  List<WriteResult> apply(List<Mutation> mutations, Deadline deadline) {
    AtomicReferenceArray<WriteResult> results = new AtomicReferenceArray<>(mutations.size());
    Queue<List<Integer>> work = new ConcurrentLinkedQueue<>(byPath(mutations));
    boolean binds = mutations.stream().anyMatch(ManyWrites::binds);
    TopoWrites.UnboundPlaces shared = writes.places();
    Supplier<TopoWrites.UnboundPlaces> places = binds ? writes::places : () -> shared;
    List<CompletableFuture<Void>> workers = new ArrayList<>();
    // One that binds a node decides what may lie below: then each looks at what the last one left.
    for (int i = 0; i < Math.min(binds ? 1 : AT_A_TIME, work.size()); i++) {
      workers.add(
          CompletableFuture.runAsync(
              () -> {
                for (List<Integer> each = work.poll(); each != null; each = work.poll()) {
                  each.forEach(
                      at -> results.set(at, one(mutations.get(at), places.get(), deadline)));
                }
              },
              threads::execute));
    }
    awaitAll(workers, work, deadline);
    List<WriteResult> answer = new ArrayList<>();
    for (int i = 0; i < mutations.size(); i++) {
      WriteResult result = results.get(i);
      answer.add(result == null ? unanswered(mutations.get(i), deadline) : result);
    }
    return answer;
  }

  private static boolean binds(Mutation mutation) {
    return mutation instanceof Mutation.Put put && put.session().isPresent();
  }

  private static Collection<List<Integer>> byPath(List<Mutation> mutations) {
    Map<TopoPath, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < mutations.size(); i++) {
      places.computeIfAbsent(mutations.get(i).path(), path -> new ArrayList<>()).add(i);
    }
    return places.values();
  }

  private WriteResult one(Mutation mutation, TopoWrites.UnboundPlaces places, Deadline deadline) {
    try {
      arguments.mutation(mutation);
      Version version = writes.apply(Change.of(mutation), places, deadline);
      return mutation instanceof Mutation.Delete
          ? new WriteResult.Deleted()
          : new WriteResult.Written(version);
    } catch (TopoException failed) {
      return new WriteResult.Failed(failed);
    }
  }

  /** Each call ends at the deadline by itself; an interrupted caller lets what is left undone. */
  private static void awaitAll(
      List<CompletableFuture<Void>> workers, Queue<List<Integer>> work, Deadline deadline) {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(workers.toArray(new CompletableFuture<?>[0]));
    try {
      Waits.get(all, deadline, "many writes", Outcome.UNKNOWN);
    } catch (TopoException late) {
      work.clear();
      if (late.code() == TopoException.Code.INTERRUPTED) {
        throw late;
      }
    } catch (ExecutionException fault) {
      throw new IllegalStateException(fault);
    }
  }

  private static WriteResult unanswered(Mutation mutation, Deadline deadline) {
    return new WriteResult.Failed(
        Waits.timeout(deadline, "write of " + mutation.path(), Outcome.UNKNOWN));
  }
}
