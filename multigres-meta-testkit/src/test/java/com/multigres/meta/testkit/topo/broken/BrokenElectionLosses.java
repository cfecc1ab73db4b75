package com.multigres.meta.testkit.topo.broken;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.Election;
import com.multigres.meta.topo.lock.Leadership;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLocks;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** Offices that end wrongly, or do not end (T22, T25, T27). */
final class BrokenElectionLosses {
  private BrokenElectionLosses() {}

  static List<Defect<TopoStore>> all() {
    return List.of(
        Defect.of(
                "T27",
                "a leader believes in its office, whatever became of its renewals",
                ElectionLayer.over(campaigning(BrokenElectionLosses::believes)),
                "aLeaderWhoseRenewalsFailStepsDownThoughItsReadsSucceed",
                "aDeadLeaderIsSucceededAndLearnsOfIt")
            .waiting(10),
        Defect.of(
                "T25",
                "a leader is not told that its renewals fail",
                ElectionLayer.over(campaigning(BrokenElectionLosses::tellsNobody)),
                "aLeaderWhoseRenewalsFailStepsDownThoughItsReadsSucceed")
            .waiting(4),
        Defect.of(
                "T27",
                "a dead leader's office lasts for six times as long",
                ElectionLayer.over(BrokenElectionLosses::outstays),
                "theTimeToLiveThatCountsIsTheDeadLeadersOwn")
            // Longer than a good store takes on a busy machine, shorter than this one: one attempt.
            .waiting(5),
        Defect.of(
            "T27",
            "a candidate waits no longer than its time to live",
            ElectionLayer.over(BrokenElectionLosses::givesUp),
            "aCandidateWaitsForLongerThanItsOwnTimeToLive"),
        Defect.of(
                "T22",
                "an office ends with the connection",
                BrokenElectionLosses::endsWithTheConnection,
                "aLeaderThatIsBackWithinItsTimeToLiveLeadsOn")
            .failing(Code.LOCK_LOST),
        Defect.of(
                "T27",
                "who lost an office cannot stand again",
                ElectionLayer.over(standingOnce()),
                "whoLostTheOfficeStandsAgainWhenItAsksToAndNotBefore")
            .waiting(10)
            .failing(Code.LOCK_LOST),
        Defect.of(
            "T25",
            "a leader is not told that it was removed",
            ElectionLayer.over(campaigning(BrokenElectionLosses::tellsNobody)),
            "aLeaderThatAnAdministratorRemovesLearnsOfItAndTheNextLeads",
            "anOfficeThatIsTakenByForceIsLostAndComesBackToTheNextCandidate"),
        Defect.of(
            "T27",
            "a leader believes in its office, whoever removed it",
            ElectionLayer.over(campaigning(BrokenElectionLosses::believes)),
            "aLeaderThatAnAdministratorRemovesLearnsOfItAndTheNextLeads",
            "anOfficeThatIsTakenByForceIsLostAndComesBackToTheNextCandidate"),
        Defect.of(
            "T27",
            "a leader can only resign",
            LocksLayer.over(BrokenElectionLosses::keepsLeaders),
            "aLeaderThatAnAdministratorRemovesLearnsOfItAndTheNextLeads"));
  }

  private static UnaryOperator<Election> campaigning(UnaryOperator<Leadership> won) {
    return real ->
        new ElectionLayer(real) {
          @Override
          public Leadership campaign(String candidate, LockOptions options) {
            return won.apply(below.campaign(candidate, options));
          }
        };
  }

  private static TopoLocks keepsLeaders(TopoLocks real) {
    return new LocksLayer(real) {
      @Override
      public boolean revoke(LockInfo holder) {
        return true;
      }
    };
  }

  private static Leadership believes(Leadership real) {
    return new LeadershipLayer(real) {
      @Override
      public boolean isLeader() {
        return true;
      }

      @Override
      public void check() {}
    };
  }

  private static Leadership tellsNobody(Leadership real) {
    return new LeadershipLayer(real) {
      @Override
      public Subscription onLost(Runnable listener) {
        return () -> {};
      }
    };
  }

  private static Election outstays(Election real) {
    return new ElectionLayer(real) {
      @Override
      public Leadership campaign(String candidate, LockOptions options) {
        Duration ttl = options.ttl().orElseThrow();
        return below.campaign(candidate, options.ttl(ttl.multipliedBy(6)));
      }
    };
  }

  private static Election givesUp(Election real) {
    return new ElectionLayer(real) {
      @Override
      public Leadership campaign(String candidate, LockOptions options) {
        return below.campaign(candidate, options.waiting(options.ttl().orElseThrow()));
      }
    };
  }

  private static TopoStore endsWithTheConnection(TopoStore real) {
    AtomicBoolean ended = new AtomicBoolean();
    return new TopoLayer(real) {
      @Override
      public ConnectionState connectionState() {
        ConnectionState now = below.connectionState();
        ended.compareAndSet(false, now != ConnectionState.CONNECTED);
        return now;
      }

      @Override
      public TopoLocks locks() {
        return new LocksLayer(below.locks()) {
          @Override
          public Election election(TopoPath path) {
            return campaigning(office -> endingWith(ended, office)).apply(below.election(path));
          }
        };
      }
    }.store();
  }

  private static Leadership endingWith(AtomicBoolean ended, Leadership real) {
    return new LeadershipLayer(real) {
      @Override
      public void check() {
        if (ended.get()) {
          throw TopoException.refused(Code.LOCK_LOST, "the connection was away");
        }
        below.check();
      }
    };
  }

  private static UnaryOperator<Election> standingOnce() {
    Set<String> stood = ConcurrentHashMap.newKeySet();
    return real ->
        new ElectionLayer(real) {
          @Override
          public Leadership campaign(String candidate, LockOptions options) {
            if (!stood.add(below.path() + candidate)) {
              throw TopoException.refused(Code.LOCK_LOST, "it stood before");
            }
            return below.campaign(candidate, options);
          }
        };
  }
}
