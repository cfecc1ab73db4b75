package com.multigres.meta.testkit.topo.broken;

import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.TopoStore;
import java.util.List;
import java.util.stream.Stream;

/** Every way to break a topology store. */
final class TopoDefects {
  private TopoDefects() {}

  /** What stands in the store, and what watches tell of it. */
  static List<Defect<TopoStore>> ofNodes() {
    return together(
        Stream.of(
            BrokenPaths.all(),
            BrokenNodes.all(),
            BrokenLists.all(),
            BrokenBatches.all(),
            BrokenWatchEvents.all(),
            BrokenWatchLives.all(),
            BrokenConnections.all()));
  }

  /** What belongs to somebody: sessions, locks and guards. */
  static List<Defect<TopoStore>> ofHolders() {
    return together(
        Stream.of(
            BrokenSessions.all(),
            BrokenRegistrations.all(),
            BrokenLocks.all(),
            BrokenHoldings.all(),
            BrokenGuards.all()));
  }

  /** Who leads, and what only much at once and histories show. */
  static List<Defect<TopoStore>> ofLeadersAndHistories() {
    return together(
        Stream.of(
            BrokenElections.all(),
            BrokenElectionLosses.all(),
            BrokenUnderLoad.all(),
            BrokenRecorded.all(),
            BrokenRecordedOutcomes.all(),
            BrokenRecordedWatches.all(),
            BrokenRecordedTurns.all(),
            BrokenRecordedEnds.all()));
  }

  /** All of them. */
  static List<Defect<TopoStore>> all() {
    return together(Stream.of(ofNodes(), ofHolders(), ofLeadersAndHistories()));
  }

  private static List<Defect<TopoStore>> together(Stream<List<Defect<TopoStore>>> lists) {
    return lists.flatMap(List::stream).toList();
  }
}
