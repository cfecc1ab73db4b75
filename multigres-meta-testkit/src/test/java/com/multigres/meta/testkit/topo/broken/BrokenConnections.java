package com.multigres.meta.testkit.topo.broken;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.Version;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/** Stores that are wrong about their own life (T17, T28 to T30). */
final class BrokenConnections {
  private BrokenConnections() {}

  static List<Defect<TopoStore>> all() {
    return List.of(
        Defect.of(
            "T17",
            "nobody is told how the connection is",
            BrokenConnections::tellsNobody,
            "theOwnerIsToldOfTheEnd"),
        Defect.of(
            "T17",
            "the connection is always well",
            BrokenConnections::isAlwaysWell,
            "aClientThatIsCutOffIsToldAndRecoversUnaided"),
        Defect.of(
            "T28",
            "a closed store goes on",
            BrokenConnections::neverCloses,
            "aClosedStoreRefusesEveryUse",
            "closingAStoreEndsItsWatchesAndRegistrations"),
        Defect.of(
                "T28",
                "a second close fails",
                BrokenConnections::closesOnce,
                "aClosedStoreRefusesEveryUse")
            .failing(Code.CLOSED),
        Defect.of(
                "T28",
                "a closed store leaves a thread",
                BrokenConnections::leavesAThread,
                "closingOneStoreLeavesAnotherOpen")
            .leaving(),
        Defect.opening(
            "T29",
            "a store opens without its server",
            opener -> root -> opensAnyway(opener, root),
            "openingWithoutAServerFailsAndLeavesNoThread"),
        Defect.of(
            "T30",
            "an interruption is ignored",
            BrokenConnections::ignoresInterruption,
            "anInterruptedCallerIsToldSo"),
        Defect.of(
            "T30",
            "the interrupt flag is lost",
            BrokenConnections::losesTheFlag,
            "anInterruptedCallerIsToldSo"),
        Defect.of(
            "T30",
            "a deadline is stretched",
            BrokenConnections::stretchesDeadlines,
            "aDeadlineEndsACallToAServerThatHangs"));
  }

  private static TopoStore tellsNobody(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Subscription onConnectionState(Consumer<ConnectionState> listener) {
        return () -> {};
      }
    }.store();
  }

  private static TopoStore isAlwaysWell(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public ConnectionState connectionState() {
        return ConnectionState.CONNECTED;
      }
    }.store();
  }

  private static TopoStore neverCloses(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public void close() {}
    }.store();
  }

  private static TopoStore closesOnce(TopoStore real) {
    AtomicBoolean closed = new AtomicBoolean();
    return new TopoLayer(real) {
      @Override
      public void close() {
        below.close();
        if (closed.getAndSet(true)) {
          throw TopoException.refused(Code.CLOSED, "it was closed before");
        }
      }
    }.store();
  }

  private static TopoStore leavesAThread(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public void close() {
        below.close();
        Thread left =
            new Thread(() -> LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(60)), "multigres-left");
        left.setDaemon(true);
        left.start();
      }
    }.store();
  }

  private static TopoStore opensAnyway(Function<String, TopoStore> opener, String root) {
    try {
      return opener.apply(root);
    } catch (TopoException away) {
      return TopoStores.open("memory://elsewhere" + root);
    }
  }

  private static TopoStore ignoresInterruption(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        boolean interrupted = Thread.interrupted();
        try {
          return below.write(path, value, expect);
        } finally {
          if (interrupted) {
            Thread.currentThread().interrupt();
          }
        }
      }
    }.store();
  }

  private static TopoStore losesTheFlag(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        try {
          return below.write(path, value, expect);
        } catch (TopoException error) {
          boolean lost = Thread.interrupted();
          throw lost ? error : TopoException.refused(error.code(), "never interrupted");
        }
      }
    }.store();
  }

  private static TopoStore stretchesDeadlines(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public TopoStore withTimeout(Duration timeout) {
        return below.withTimeout(timeout.multipliedBy(15));
      }
    }.store();
  }
}
