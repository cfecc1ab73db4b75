package com.multigres.meta.topo.etcd.internal;

import io.etcd.jetcd.api.ResponseHeader;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Which cluster this store talks to and how far its history has come, so that one that was
 * restored, wiped or swapped is noticed (rule T33). Thread-safe; nothing here blocks.
 */
public final class EtcdHistory {

  /**
   * What was known when a request was sent.
   *
   * @param life counts the histories that this store has seen
   * @param cluster the cluster's id; 0 before the first answer
   * @param revision the latest revision that was seen
   */
  public record Point(int life, long cluster, long revision) {}

  private final AtomicReference<Point> now = new AtomicReference<>(new Point(0, 0, 0));
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private volatile Runnable onAnother = () -> {};

  public void onAnother(Runnable told) {
    onAnother = told;
  }

  public Point now() {
    return Objects.requireNonNull(now.get());
  }

  public String cluster() {
    return Stamp.cluster(now().cluster);
  }

  /** Whether any server has answered yet. */
  public boolean isKnown() {
    return now().cluster != 0;
  }

  public boolean hasSeen(String cluster) {
    return seen.contains(cluster);
  }

  /**
   * Takes note of the answer to a request that saw all that was acknowledged before it was sent.
   *
   * @param sent what was known when it was sent
   */
  public void saw(ResponseHeader header, Point sent) {
    while (true) {
      Point known = now();
      if (known.life != sent.life) {
        return;
      }
      boolean first = known.cluster == 0;
      boolean another =
          !first
              && (header.getClusterId() != known.cluster || header.getRevision() < sent.revision);
      if (!first && !another && header.getRevision() <= known.revision) {
        return;
      }
      Point next =
          new Point(
              another ? known.life + 1 : known.life, header.getClusterId(), header.getRevision());
      seen.add(Stamp.cluster(header.getClusterId()));
      if (now.compareAndSet(known, next)) {
        if (another) {
          onAnother.run();
        }
        return;
      }
    }
  }

  /** Takes note of a revision that a watch brought. */
  public void reached(long revision, int life) {
    now.updateAndGet(
        known ->
            known.life == life && revision > known.revision
                ? new Point(life, known.cluster, revision)
                : known);
  }
}
