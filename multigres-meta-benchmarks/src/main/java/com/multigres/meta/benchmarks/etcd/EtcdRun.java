package com.multigres.meta.benchmarks.etcd;

import com.multigres.meta.benchmarks.topo.LibraryPeer;
import com.multigres.meta.benchmarks.topo.TopoRounds;
import com.multigres.meta.benchmarks.topo.TopoRounds.Candidate;
import com.multigres.meta.testservers.etcd.EtcdProcess;
import com.multigres.meta.testservers.etcd.EtcdSetup;
import java.time.Duration;
import java.util.List;

/** Starts an etcd, and uses it through this library and through others in turns. */
public final class EtcdRun {
  private static final Duration TTL = Duration.ofMinutes(10);

  private EtcdRun() {}

  /**
   * Runs.
   *
   * @param args the number of rounds, 3 where it is not given, then the seconds of each
   *     measurement, 3
   */
  public static void main(String[] args) {
    run(List.of(library(), new Candidate("jetcd", JetcdPeer::new)), args);
  }

  static Candidate library() {
    return new Candidate(
        "Library",
        address -> new LibraryPeer("etcd://" + address + "/library?connectTimeout=30s", TTL));
  }

  static void run(List<Candidate> candidates, String[] args) {
    TopoRounds rounds = new TopoRounds(candidates, args);
    for (int round = 0; round < rounds.count(); round++) {
      try (EtcdProcess server = EtcdSetup.temporary().start()) {
        rounds.round(server.host() + ":" + server.port());
      }
    }
    rounds.print();
  }
}
