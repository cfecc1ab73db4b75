package com.multigres.meta.testkit.topo.broken;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Sessions that are wrong (T18 to T21). */
final class BrokenSessions {
  private BrokenSessions() {}

  static List<Defect<TopoStore>> all() {
    return List.of(
        Defect.of(
                "T18",
                "a dead owner's nodes stay for four times as long",
                BrokenSessions::outstays,
                "theNodesOfADeadOwnerGoWithinTtlAndSlack")
            .waiting(3),
        Defect.of(
            "T18",
            "a session is not renewed",
            BrokenSessions::isNotRenewed,
            "aSessionOutlivesItsTimeToLiveWhileItsOwnerRenews"),
        Defect.of(
            "T18",
            "a time to live is clamped in silence",
            BrokenSessions::clamps,
            "aTimeToLiveThatCannotBeGrantedIsRefused"),
        Defect.of(
            "T19",
            "a closed session leaves its nodes",
            SessionLayer.over(BrokenSessions::leavesNodes),
            "aBoundNodeNamesItsSessionAndGoesWithIt"),
        Defect.of(
            "T19",
            "a closed session takes the nodes of others along",
            closingAll(),
            "closingASessionSparesTheNodesOfOthers"),
        Defect.of(
            "T19",
            "a closed session still binds",
            BrokenSessions::bindsAfterClose,
            "aClosedSessionBindsNothingMore"),
        Defect.of(
                "T20",
                "nobody is told of a lost session",
                SessionLayer.over(BrokenSessions::tellsNobody),
                "anOwnerThatIsTooLongAwayIsToldOfTheLoss")
            .waiting(3),
        Defect.of(
            "T20",
            "closing counts as a loss",
            SessionLayer.over(BrokenSessions::takesCloseForLoss),
            "closingTellsNobodyOfALoss"),
        Defect.of(
            "T21",
            "a write unbinds",
            BrokenSessions::unbindsByWriting,
            "aWriteByWhomeverKeepsANodeBound"),
        Defect.of(
            "T21",
            "binding takes what another session holds",
            SessionLayer.over(BrokenSessions::bindsByForce),
            "onlyATakeOverTakesWhatAnotherSessionHolds"),
        Defect.of(
            "T21",
            "unbinding loses the value",
            BrokenSessions::losesValues,
            "bindingAndUnbindingKeepTheValue"));
  }

  private static TopoStore outstays(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Session openSession(Duration ttl) {
        return new SessionLayer(below.openSession(ttl.multipliedBy(4))) {
          @Override
          public Duration ttl() {
            return ttl;
          }
        };
      }
    }.store();
  }

  private static TopoStore isNotRenewed(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Session openSession(Duration ttl) {
        Session session = below.openSession(ttl);
        CompletableFuture.delayedExecutor(ttl.toMillis() / 4, TimeUnit.MILLISECONDS)
            .execute(session::close);
        return session;
      }
    }.store();
  }

  private static TopoStore clamps(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Session openSession(Duration ttl) {
        Duration least = capabilities().minTtl();
        Duration most = capabilities().maxTtl();
        Duration atLeast = ttl.compareTo(least) < 0 ? least : ttl;
        return below.openSession(atLeast.compareTo(most) > 0 ? most : atLeast);
      }
    }.store();
  }

  private static Session leavesNodes(Session real) {
    return new SessionLayer(real) {
      @Override
      public void close() {}
    };
  }

  private static UnaryOperator<TopoStore> closingAll() {
    Set<Session> all = ConcurrentHashMap.newKeySet();
    return SessionLayer.over(
        real -> {
          all.add(real);
          return new SessionLayer(real) {
            @Override
            public void close() {
              all.forEach(Session::close);
            }
          };
        });
  }

  private static TopoStore bindsAfterClose(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Session openSession(Duration ttl) {
        return new SessionLayer(below.openSession(ttl)) {
          @Override
          public Version create(TopoPath path, ByteString value) {
            return below.isOver()
                ? real.write(path, value, Expect.any())
                : below.create(path, value);
          }
        };
      }
    }.store();
  }

  private static Session tellsNobody(Session real) {
    return new SessionLayer(real) {
      @Override
      public Subscription onLost(Runnable listener) {
        return () -> {};
      }
    };
  }

  private static Session takesCloseForLoss(Session real) {
    List<Runnable> listeners = new CopyOnWriteArrayList<>();
    return new SessionLayer(real) {
      @Override
      public Subscription onLost(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
      }

      @Override
      public void close() {
        below.close();
        listeners.forEach(Runnable::run);
      }
    };
  }

  private static TopoStore unbindsByWriting(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        if (expect instanceof Expect.Absent) {
          return below.write(path, value, expect);
        }
        below.writeAll(List.of(Mutation.delete(path, Expect.any())));
        return below.write(path, value, Expect.any());
      }
    }.store();
  }

  private static Session bindsByForce(Session real) {
    return new SessionLayer(real) {
      @Override
      public Version bind(TopoPath path, Version expected) {
        return below.takeOver(path, expected);
      }
    };
  }

  private static TopoStore losesValues(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Session openSession(Duration ttl) {
        return new SessionLayer(below.openSession(ttl)) {
          @Override
          public Version unbind(TopoPath path, Version expected) {
            below.unbind(path, expected);
            return real.write(path, ByteString.EMPTY, Expect.any());
          }
        };
      }
    }.store();
  }
}
