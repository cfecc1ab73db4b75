package com.multigres.meta.testkit.topo.broken;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.TopoLock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Tokens and guards that do not fence (T10, T23). */
final class BrokenGuards {
  private BrokenGuards() {}

  static List<Defect<TopoStore>> all() {
    return List.of(
        Defect.of(
                "T23",
                "a guard is ignored",
                BrokenGuards::ignoresGuards,
                "aGuardedWriteIsAppliedWhileTheLockIsHeld",
                "aHolderThatWasAsleepCannotOverwriteItsSuccessor",
                "aGuardOfAnotherStoreIsRefused")
            .waiting(8),
        Defect.of(
                "T23",
                "a guard is satisfied by whoever holds the lock",
                BrokenGuards::takesAnyHolder,
                "aHolderThatWasAsleepCannotOverwriteItsSuccessor",
                "aWaiterDoesNotHoldYetAndTheHoldersGuardStillDoes")
            .waiting(8),
        Defect.of(
            "T23",
            "a token is repeated",
            repeatsTokens(),
            "manyContendersNeverHoldTogetherAndTheirTokensGrow",
            "tokensGrowAlsoWhenTheFolderVanishedMeanwhile"),
        Defect.of(
            "T23",
            "tokens shrink",
            LocksLayer.held(BrokenGuards::shrinks),
            "tokensGrowAlsoWhenTheFolderVanishedMeanwhile"),
        Defect.of(
            "T10",
            "a guarded batch writes before it looks",
            BrokenGuards::writesFirst,
            "aBatchWhoseGuardFailsChangesNothing"));
  }

  private static TopoStore ignoresGuards(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Version write(TopoPath path, ByteString value, Expect expect, Guard guard) {
        return below.write(path, value, expect);
      }

      @Override
      public void delete(TopoPath path, Expect expect, Guard guard) {
        below.delete(path, expect);
      }
    }.store();
  }

  private static TopoStore takesAnyHolder(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Version write(TopoPath path, ByteString value, Expect expect, Guard guard) {
        FencingToken now =
            below
                .locks()
                .holder(guard.path(), guard.kind())
                .flatMap(LockInfo::token)
                .orElse(guard.token());
        return below.write(
            path, value, expect, new Guard(guard.root(), guard.path(), guard.kind(), now));
      }
    }.store();
  }

  private static UnaryOperator<TopoStore> repeatsTokens() {
    Map<String, FencingToken> first = new ConcurrentHashMap<>();
    return LocksLayer.held(
        real ->
            new LockLayer(real) {
              @Override
              public FencingToken token() {
                return first.computeIfAbsent("first", any -> below.token());
              }
            });
  }

  private static TopoLock shrinks(TopoLock real) {
    return new LockLayer(real) {
      @Override
      public FencingToken token() {
        FencingToken token = below.token();
        return new FencingToken(
            token.backend(), token.incarnation(), 1_000_000 - token.number(), token.grant());
      }
    };
  }

  private static TopoStore writesFirst(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Map<TopoPath, Version> commit(Batch batch) {
        Map<TopoPath, Version> written = below.commit(new Batch(List.of(), batch.mutations()));
        below.commit(new Batch(batch.conditions(), List.of()));
        return written;
      }
    }.store();
  }
}
