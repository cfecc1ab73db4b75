package com.multigres.meta.k8s.bridge;

import com.multigres.meta.k8s.lease.LeaseElection;
import java.time.Duration;
import java.util.OptionalLong;

/** Leads while a lease is held. */
record LeaseLeadership(LeaseElection election) implements Leadership, AutoCloseable {

  @Override
  public OptionalLong token() {
    return election.token();
  }

  @Override
  public OptionalLong await(Duration longest) throws InterruptedException {
    return election.await(longest);
  }

  @Override
  public void close() {
    election.close();
  }
}
