package com.multigres.meta.benchmarks.zookeeper;

import com.multigres.meta.benchmarks.etcd.PulsarPeer;
import com.multigres.meta.benchmarks.topo.TopoRounds.Candidate;
import java.util.List;

/**
 * The same as {@link ZooKeeperRun} beside Apache Pulsar's metadata store, with its batches and not.
 */
public final class PulsarZooKeeperRun {
  private PulsarZooKeeperRun() {}

  /**
   * Runs.
   *
   * @param args as those of {@link ZooKeeperRun}
   */
  public static void main(String[] args) {
    ZooKeeperRun.run(
        List.of(
            ZooKeeperRun.library("strict"),
            ZooKeeperRun.library("local"),
            new Candidate("Pulsar, batching", address -> PulsarPeer.batching("zk:" + address)),
            new Candidate("Pulsar", address -> PulsarPeer.plain("zk:" + address))),
        args);
  }
}
