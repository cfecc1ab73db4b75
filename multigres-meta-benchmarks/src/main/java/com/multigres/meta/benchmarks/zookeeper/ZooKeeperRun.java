package com.multigres.meta.benchmarks.zookeeper;

import com.multigres.meta.benchmarks.topo.LibraryPeer;
import com.multigres.meta.benchmarks.topo.TopoRounds;
import com.multigres.meta.benchmarks.topo.TopoRounds.Candidate;
import com.multigres.meta.testservers.zookeeper.ZooKeeperProcess;
import com.multigres.meta.testservers.zookeeper.ZooKeeperSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a ZooKeeper, and uses it through this library and through ZooKeeper's client in turns: the
 * library in each of its modes, the client with what promises the same.
 */
public final class ZooKeeperRun {
  private static final Duration TTL = Duration.ofSeconds(50);
  private static final String SETTINGS = "?tickTime=500ms&minTtl=1s&maxTtl=60s&reads=";

  private ZooKeeperRun() {}

  /**
   * Runs.
   *
   * @param args the number of rounds, 3 where it is not given, then the seconds of each
   *     measurement, 3
   */
  public static void main(String[] args) {
    List<Candidate> candidates = new ArrayList<>();
    for (String mode : new String[] {"strict", "sync", "local"}) {
      candidates.add(library(mode));
    }
    for (RawPeer.Reads reads : RawPeer.Reads.values()) {
      candidates.add(
          new Candidate("client, reads " + reads, address -> new RawPeer(address, reads)));
    }
    run(candidates, args);
  }

  static Candidate library(String mode) {
    return new Candidate(
        "Library, reads=" + mode,
        address -> new LibraryPeer("zk://" + address + "/library-" + mode + SETTINGS + mode, TTL));
  }

  static void run(List<Candidate> candidates, String[] args) {
    TopoRounds rounds = new TopoRounds(candidates, args);
    for (int round = 0; round < rounds.count(); round++) {
      try (ZooKeeperProcess server = ZooKeeperSetup.temporary().start()) {
        rounds.round(server.connectString());
      }
    }
    rounds.print();
  }
}
