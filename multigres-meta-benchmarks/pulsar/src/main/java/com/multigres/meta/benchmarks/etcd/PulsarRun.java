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
            new Candidate("Pulsar, batching", address -> PulsarPeer.batching(url(address))),
            new Candidate("Pulsar", address -> PulsarPeer.plain(url(address)))),
        args);
  }

  private static String url(String address) {
    return "etcd:http://" + address;
  }
}
