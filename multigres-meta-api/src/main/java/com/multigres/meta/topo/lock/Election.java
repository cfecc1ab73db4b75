package com.multigres.meta.topo.lock;

import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Watch;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Chooses one of many candidates: at most one leads at any time, and when it resigns, dies or loses
 * touch, the next in line is elected (rule T27). Where candidates wait, the office passes on in one
 * step, so that nobody sees it vacant in between. Thread-safe.
 */
public interface Election {

  /**
   * What is led.
   *
   * @return the path
   */
  TopoPath path();

  /**
   * Stands as a candidate and waits to be elected. Whoever loses the office and wants it again
   * calls again.
   *
   * @param candidate the candidate's name, for observers
   * @param options for what, with which time to live, and how long to wait
   * @return the office, held; closed with the store if not before
   * @throws TopoException {@code TIMEOUT} or {@code INTERRUPTED} when the wait ended first, after
   *     which the candidate no longer stands; {@code BAD_INPUT} for an exclusive lock
   */
  Leadership campaign(String candidate, LockOptions options);

  /**
   * Who leads now.
   *
   * @return the leader; empty when nobody stands
   */
  Optional<Leader> leader();

  /**
   * Follows who leads (rule T27). The first call tells the present leader, or that there is none;
   * each later one a change. A leader never comes after its successor.
   *
   * @param listener called in order, on a thread of the store
   * @return ends the following, as a watch does (rule T16)
   */
  Watch observe(Consumer<Optional<Leader>> listener);

  /**
   * Who leads. Immutable.
   *
   * @param candidate the name that the candidate gave; empty text where the holder is no candidate
   *     but somebody who locked the path
   * @param info its place, with the fencing token
   */
  record Leader(String candidate, LockInfo info) {}
}
