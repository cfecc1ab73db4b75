package com.multigres.meta.testkit.topo.broken;

import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.lock.Election;
import com.multigres.meta.topo.lock.Leadership;
import com.multigres.meta.topo.lock.LockOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Elections that elect two, or tell it wrongly (T27). */
final class BrokenElections {
  private BrokenElections() {}

  static List<Defect<TopoStore>> all() {
    return List.of(
        Defect.of(
            "T27",
            "everybody is elected",
            ElectionLayer.over(BrokenElections::electsAll),
            "oneCandidateLeadsAndResigningElectsTheNext",
            "candidatesThatComeAndGoAtRandomNeverLeadTogether"),
        Defect.of(
            "T27",
            "the office seems vacant at every change",
            ElectionLayer.over(BrokenElections::tellsVacancies),
            "observersSeeEveryLeaderInOrderAndNoVacancyWhileOthersStand"),
        Defect.of(
            "T27",
            "an observer is told of an older leader again",
            ElectionLayer.over(BrokenElections::looksBack),
            "observersSeeEveryLeaderInOrderAndNoVacancyWhileOthersStand"),
        Defect.of(
            "T27",
            "a former leader's name is told",
            ElectionLayer.over(BrokenElections::forgetsNames),
            "anObserverThatComesLateSeesThePresentLeaderAndNothingAfterItsClose"),
        Defect.of(
            "T27",
            "an observer that closed is told on",
            ElectionLayer.over(BrokenElections::tellsOn),
            "anObserverThatComesLateSeesThePresentLeaderAndNothingAfterItsClose"));
  }

  private static Election electsAll(Election real) {
    return new ElectionLayer(real) {
      @Override
      public Leadership campaign(String candidate, LockOptions options) {
        Optional<Leader> leader = below.leader();
        if (leader.isEmpty()) {
          return below.campaign(candidate, options);
        }
        // As a term that never ends, on a mere belief.
        return new BelievedTerm(candidate, leader.get().info());
      }
    };
  }

  private static Election tellsVacancies(Election real) {
    return new ElectionLayer(real) {
      @Override
      public Watch observe(Consumer<Optional<Leader>> listener) {
        return below.observe(
            leader -> {
              leader.ifPresent(known -> listener.accept(Optional.empty()));
              listener.accept(leader);
            });
      }
    };
  }

  private static Election looksBack(Election real) {
    List<Optional<Election.Leader>> told = Collections.synchronizedList(new ArrayList<>());
    return new ElectionLayer(real) {
      @Override
      public Watch observe(Consumer<Optional<Leader>> listener) {
        return below.observe(
            leader -> {
              told.add(leader);
              listener.accept(leader);
              if (told.size() > 2) {
                listener.accept(told.get(told.size() - 2));
                listener.accept(leader);
              }
            });
      }
    };
  }

  private static Election forgetsNames(Election real) {
    return new ElectionLayer(real) {
      @Override
      public Watch observe(Consumer<Optional<Leader>> listener) {
        return below.observe(
            leader -> listener.accept(leader.map(known -> new Leader("former", known.info()))));
      }
    };
  }

  private static Election tellsOn(Election real) {
    return new ElectionLayer(real) {
      @Override
      public Watch observe(Consumer<Optional<Leader>> listener) {
        Watch watch = below.observe(listener);
        return () -> {
          watch.close();
          listener.accept(Optional.empty());
        };
      }
    };
  }
}
