package com.multigres.meta.testkit.topo.broken;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Stores that are wrong about batches and about what became of a write (T10, T11). */
final class BrokenBatches {
  private BrokenBatches() {}

  static List<Defect<TopoStore>> all() {
    return List.of(
        Defect.of(
            "T10",
            "a batch is applied in single steps",
            BrokenBatches::tearsBatches,
            "aBatchWithAnyFailedExpectationChangesNothing"),
        Defect.of(
            "T10",
            "a batch forgets its conditions",
            BrokenBatches::forgetsConditions,
            "everyConditionMustHold",
            "conditionsLookAtTheStateBeforeTheBatch"),
        Defect.of(
            "T10",
            "a batch over its limits is cut short",
            BrokenBatches::cutsBatches,
            "aBatchOverItsLimitsIsRefusedAndChangesNothing"),
        Defect.of(
                "T10",
                "a batch takes but half of what is declared",
                BrokenBatches::refusesLargeBatches,
                "theLargestBatchFits")
            .failing(Code.TOO_LARGE),
        Defect.of(
            "T10",
            "independent writes end with the first that fails",
            BrokenBatches::stopsAtFailures,
            "independentWritesSucceedAndFailEachByItself"),
        Defect.of(
            "T10",
            "independent writes of one path in any order",
            BrokenBatches::writesBackwards,
            "independentWritesOfOnePathAreAppliedInOrder"),
        Defect.of(
            "T11",
            "an acknowledged write is lost",
            BrokenBatches::losesWrites,
            "theOutcomeOfEveryWriteInAnOutageIsTrue"),
        Defect.of(
            "T11",
            "a write that was applied is said not to be",
            BrokenBatches::deniesWrites,
            "theOutcomeOfEveryWriteInAnOutageIsTrue"));
  }

  private static TopoStore tearsBatches(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Map<TopoPath, Version> commit(Batch batch) {
        Map<TopoPath, Version> written = new HashMap<>();
        for (Mutation mutation : batch.mutations()) {
          written.putAll(below.commit(new Batch(batch.conditions(), List.of(mutation))));
        }
        return written;
      }
    }.store();
  }

  private static TopoStore forgetsConditions(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Map<TopoPath, Version> commit(Batch batch) {
        return below.commit(new Batch(List.of(), batch.mutations()));
      }
    }.store();
  }

  private static TopoStore cutsBatches(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Map<TopoPath, Version> commit(Batch batch) {
        int most = Math.min(batch.mutations().size(), below.capabilities().maxBatchOperations());
        return below.commit(new Batch(List.of(), batch.mutations().subList(0, most)));
      }
    }.store();
  }

  private static TopoStore refusesLargeBatches(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Map<TopoPath, Version> commit(Batch batch) {
        if (batch.mutations().size() > below.capabilities().maxBatchOperations() / 2) {
          throw TopoException.refused(Code.TOO_LARGE, "half of it is enough");
        }
        return below.commit(batch);
      }
    }.store();
  }

  private static TopoStore stopsAtFailures(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public List<WriteResult> writeAll(List<Mutation> mutations) {
        List<WriteResult> results = new ArrayList<>();
        for (Mutation mutation : mutations) {
          boolean failed = !results.isEmpty() && last(results) instanceof WriteResult.Failed;
          results.add(failed ? last(results) : below.writeAll(List.of(mutation)).get(0));
        }
        return results;
      }
    }.store();
  }

  private static WriteResult last(List<WriteResult> results) {
    return results.get(results.size() - 1);
  }

  private static TopoStore writesBackwards(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public List<WriteResult> writeAll(List<Mutation> mutations) {
        List<Mutation> reversed = new ArrayList<>(mutations);
        Collections.reverse(reversed);
        return below.writeAll(reversed);
      }
    }.store();
  }

  private static TopoStore losesWrites(TopoStore real) {
    AtomicInteger writes = new AtomicInteger();
    return new TopoLayer(real) {
      @Override
      public TopoStore withTimeout(Duration timeout) {
        return losesWrites(below.withTimeout(timeout));
      }

      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        return writes.incrementAndGet() % 7 == 0
            ? new Version("lost", path, "1")
            : below.write(path, value, expect);
      }
    }.store();
  }

  private static TopoStore deniesWrites(TopoStore real) {
    AtomicInteger writes = new AtomicInteger();
    return new TopoLayer(real) {
      @Override
      public TopoStore withTimeout(Duration timeout) {
        return deniesWrites(below.withTimeout(timeout));
      }

      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        Version version = below.write(path, value, expect);
        if (writes.incrementAndGet() % 7 == 0) {
          throw TopoException.refused(Code.UNAVAILABLE, path, "no, it was not written");
        }
        return version;
      }
    }.store();
  }
}
