package com.multigres.meta.testkit.topo.broken;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** Nodes and batches that are wrong now and then, as only histories show (T5 to T11). */
final class BrokenRecorded {
  private static final String PEACE = "whatClientsDidInPeaceIsOneHistory";
  private static final String ACCIDENTS = "whatClientsDidAmongAccidentsIsOneHistory";

  private BrokenRecorded() {}

  static List<Defect<TopoStore>> all() {
    return List.of(
        Defect.of(
                "T5",
                "who led before answers from what it knew then",
                layered(AskingTheDeposed::new),
                ACCIDENTS)
            .judged("T5", "T6"),
        Defect.of(
                "T7",
                "two conditional writes are compared with the state before both",
                layered(ComparingFirst::new),
                PEACE)
            .judged("T7", "T10"),
        Defect.of(
                "T10",
                "a batch's comparisons see the state before it, and its writes come later",
                layered(CommittingLate::new),
                PEACE)
            .judged("T5", "T6", "T7", "T10"),
        Defect.of(
            "T11",
            "a write is tried again though it was applied",
            layered(WritingTwice::new),
            PEACE),
        Defect.of(
            "T7",
            "a write over a newer version is told that there is no node",
            layered(MisnamingRefusals::new),
            PEACE));
  }

  /** How a layer is put over a store. */
  interface Layering {
    TopoLayer over(TopoStore real);
  }

  /** A layer over a store and over each of its views. */
  static UnaryOperator<TopoStore> layered(Layering layering) {
    return real -> layering.over(real).store();
  }

  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
  }

  /** After every absence some reads are answered by whom nobody follows any more. */
  private static final class AskingTheDeposed extends TopoLayer {
    private static final int STALE = 12;

    private final Map<TopoPath, Optional<Node>> known = new ConcurrentHashMap<>();
    private final AtomicInteger stale = new AtomicInteger();

    AskingTheDeposed(TopoStore real) {
      super(real);
      real.onConnectionState(
          state -> stale.set(state == ConnectionState.CONNECTED ? STALE : stale.get()));
    }

    private AskingTheDeposed(AskingTheDeposed same, Duration timeout) {
      super(same.below.withTimeout(timeout));
      below.onConnectionState(
          state -> stale.set(state == ConnectionState.CONNECTED ? STALE : stale.get()));
    }

    @Override
    public TopoStore withTimeout(Duration timeout) {
      return new AskingTheDeposed(this, timeout).store();
    }

    @Override
    public Optional<Node> read(TopoPath path) {
      if (known.containsKey(path) && stale.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        return known.get(path);
      }
      Optional<Node> now = below.read(path);
      known.put(path, now);
      return now;
    }
  }

  /** Looks, and writes without a condition then. */
  private static final class ComparingFirst extends TopoLayer {
    ComparingFirst(TopoStore real) {
      super(real);
    }

    @Override
    public TopoStore withTimeout(Duration timeout) {
      return new ComparingFirst(below.withTimeout(timeout)).store();
    }

    @Override
    public Version write(TopoPath path, ByteString value, Expect expect) {
      Optional<Version> now = below.read(path).map(Node::version);
      if (expect instanceof Expect.AtVersion at && now.filter(at.version()::equals).isPresent()) {
        pause();
        return below.write(path, value, Expect.any());
      }
      return below.write(path, value, expect);
    }
  }

  /** Tells the outcome by an empty batch of the same conditions, and applies it then. */
  private static final class CommittingLate extends TopoLayer {
    CommittingLate(TopoStore real) {
      super(real);
    }

    @Override
    public TopoStore withTimeout(Duration timeout) {
      return new CommittingLate(below.withTimeout(timeout)).store();
    }

    @Override
    public Map<TopoPath, Version> commit(Batch batch) {
      Batch.Builder unconditional = Batch.builder();
      batch
          .mutations()
          .forEach(
              one -> {
                if (one instanceof Mutation.Put put) {
                  unconditional.put(put.path(), put.value(), Expect.any());
                } else {
                  unconditional.add(one);
                }
              });
      if (batch.conditions().isEmpty() || ThreadLocalRandom.current().nextBoolean()) {
        return below.commit(batch);
      }
      below.commit(new Batch(batch.conditions(), List.of()));
      pause();
      return below.commit(unconditional.build());
    }
  }

  /** Every eighth write is applied, and once more a little later. */
  private static final class WritingTwice extends TopoLayer {
    private final AtomicInteger writes = new AtomicInteger();

    WritingTwice(TopoStore real) {
      super(real);
    }

    @Override
    public TopoStore withTimeout(Duration timeout) {
      return new WritingTwice(below.withTimeout(timeout)).store();
    }

    @Override
    public Version write(TopoPath path, ByteString value, Expect expect) {
      Version first = below.write(path, value, expect);
      if (writes.incrementAndGet() % 8 == 0) {
        pause();
        below.write(path, value, Expect.any());
      }
      return first;
    }
  }

  /** Says that nothing is there where something else is. */
  private static final class MisnamingRefusals extends TopoLayer {
    MisnamingRefusals(TopoStore real) {
      super(real);
    }

    @Override
    public TopoStore withTimeout(Duration timeout) {
      return new MisnamingRefusals(below.withTimeout(timeout)).store();
    }

    @Override
    public Version write(TopoPath path, ByteString value, Expect expect) {
      try {
        return below.write(path, value, expect);
      } catch (TopoException refused) {
        throw refused.code() == Code.BAD_VERSION
            ? TopoException.refused(Code.NO_NODE, path, "there is no " + path)
            : refused;
      }
    }
  }
}
