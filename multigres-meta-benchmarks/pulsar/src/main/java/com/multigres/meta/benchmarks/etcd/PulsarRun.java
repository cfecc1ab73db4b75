package com.multigres.meta.benchmarks.etcd;

import com.multigres.meta.benchmarks.topo.TopoRounds.Candidate;
import java.util.List;

/** The same as {@link EtcdRun} beside Apache Pulsar's metadata store, with its batches and not. */
public final class PulsarRun {
  private PulsarRun() {}

  /**
   * Runs.
   *
   * @param args as those of {@link EtcdRun}
   */
  public static void main(String[] args) {
    EtcdRun.run(
        List.of(
            EtcdRun.library(),
            new Candidate("Pulsar, batching", PulsarPeer::batching),
            new Candidate("Pulsar", PulsarPeer::plain)),
        args);
  }
}
