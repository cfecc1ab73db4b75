package com.multigres.meta.topo.spi.lock;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.lock.Election;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.Leadership;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import com.multigres.meta.topo.lock.TopoLocks;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An election is the queue lock of its path; the candidate's name stands in the lock's content.
 *
 * @param locks the store's locks
 * @param path what is led
 */
record QueueElection(TopoLocks locks, TopoPath path) implements Election {
  private static final String CANDIDATE = "candidate";

  @Override
  public Leadership campaign(String candidate, LockOptions options) {
    if (options.kind() != LockKind.QUEUE) {
      throw TopoException.badInput(path, "candidates stand in a queue, not for one node (T27)");
    }
    return new Term(candidate, locks.lock(path, options.detail(CANDIDATE, candidate)));
  }

  @Override
  public Optional<Leader> leader() {
    return locks.holder(path, LockKind.QUEUE).map(QueueElection::leader);
  }

  @Override
  public Watch observe(Consumer<Optional<Leader>> listener) {
    return locks.follow(
        path, LockKind.QUEUE, holder -> listener.accept(holder.map(QueueElection::leader)));
  }

  private static Leader leader(LockInfo holder) {
    return new Leader(holder.content().options().getOrDefault(CANDIDATE, ""), holder);
  }

  private record Term(String candidate, TopoLock lock) implements Leadership {

    @Override
    public FencingToken token() {
      return lock.token();
    }

    @Override
    public Guard guard() {
      return lock.guard();
    }

    @Override
    public boolean isLeader() {
      return lock.isHeld();
    }

    @Override
    public void check() {
      lock.check();
    }

    @Override
    public Subscription onLost(Runnable listener) {
      return lock.onLost(listener);
    }

    @Override
    public void close() {
      lock.close();
    }
  }
}
