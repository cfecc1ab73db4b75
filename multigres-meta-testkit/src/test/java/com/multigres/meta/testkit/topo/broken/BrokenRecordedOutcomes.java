package com.multigres.meta.testkit.topo.broken;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Writes whose outcome is told wrongly now and then, as only histories show (T11). */
final class BrokenRecordedOutcomes {
  private static final String PEACE = "whatClientsDidInPeaceIsOneHistory";
  private static final String ACCIDENTS = "whatClientsDidAmongAccidentsIsOneHistory";

  private BrokenRecordedOutcomes() {}

  static List<Defect<TopoStore>> all() {
    return List.of(
        Defect.of(
            "T11",
            "a write of which nobody knows is said not to be applied",
            BrokenRecorded.layered(Misreporting::denying),
            PEACE),
        Defect.of(
                "T11",
                "of every second write that is applied nobody is told",
                BrokenRecorded.layered(Misreporting::shrugging),
                PEACE)
            .lacking("nobody knows what became of"),
        Defect.of(
                "T11",
                "after a reconnect all writes are refused",
                BrokenRecorded.layered(RefusingFromThen::new),
                ACCIDENTS)
            .lacking("could not write"));
  }

  /** Every so many writes are applied, and the answer is an error. */
  private static final class Misreporting extends TopoLayer {
    private final int every;
    private final Supplier<TopoException> answer;
    private final AtomicInteger writes = new AtomicInteger();

    Misreporting(TopoStore real, int every, Supplier<TopoException> answer) {
      super(real);
      this.every = every;
      this.answer = answer;
    }

    static Misreporting denying(TopoStore real) {
      return new Misreporting(
          real, 8, () -> TopoException.refused(Code.UNAVAILABLE, "the answer did not come"));
    }

    static Misreporting shrugging(TopoStore real) {
      return new Misreporting(
          real,
          2,
          () ->
              new TopoException(
                  Code.UNAVAILABLE, null, Outcome.UNKNOWN, "the answer did not come", null));
    }

    @Override
    public TopoStore withTimeout(Duration timeout) {
      return new Misreporting(below.withTimeout(timeout), every, answer).store();
    }

    @Override
    public Version write(TopoPath path, ByteString value, Expect expect) {
      Version written = below.write(path, value, expect);
      if (writes.incrementAndGet() % every == 0) {
        throw answer.get();
      }
      return written;
    }
  }

  /** Refuses every write since its connection came back. */
  private static final class RefusingFromThen extends TopoLayer {
    private final AtomicBoolean lost = new AtomicBoolean();

    RefusingFromThen(TopoStore real) {
      super(real);
      real.onConnectionState(
          state -> lost.compareAndSet(false, state != ConnectionState.CONNECTED));
    }

    @Override
    public TopoStore withTimeout(Duration timeout) {
      return new RefusingFromThen(below.withTimeout(timeout)).store();
    }

    @Override
    public Version write(TopoPath path, ByteString value, Expect expect) {
      if (lost.get()) {
        throw TopoException.refused(Code.UNAVAILABLE, "writes come later");
      }
      return below.write(path, value, expect);
    }
  }
}
