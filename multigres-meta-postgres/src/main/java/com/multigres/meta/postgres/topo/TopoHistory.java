package com.multigres.meta.postgres.topo;

import com.multigres.meta.postgres.topo.internal.LogPage;
import com.multigres.meta.postgres.topo.internal.Stamp;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which history this store follows, and how far (rule T33). Written by the following thread, read
 * by all.
 */
final class TopoHistory {

  private record Place(long incarnation, Stamp position, boolean replicated) {}

  // Until something is known: prove the primary, and trust no point.
  private volatile Place place = new Place(0, Stamp.NONE, true);

  private final Set<Long> seen = ConcurrentHashMap.newKeySet();

  /** Whether the store was seen in that life of its. */
  boolean hasSeen(long incarnation) {
    return seen.contains(incarnation);
  }

  void saw(long incarnation) {
    seen.add(incarnation);
  }

  /** The last point that was seen; none before the first look. */
  Stamp position() {
    return place.position;
  }

  /** Whether commits wait for synchronous standbys, so that one can prove a primary. */
  boolean replicated() {
    return place.replicated;
  }

  /** Whether a page shows that the store is not the one that was followed so far. */
  boolean isAnother(LogPage page) {
    Place now = place;
    if (now.position.equals(Stamp.NONE)) {
      return false;
    }
    boolean trimmed = now.position.counter() < page.floor();
    return now.incarnation != page.incarnation() || (!page.known() && !trimmed);
  }

  void moveTo(LogPage page, Stamp position) {
    saw(page.incarnation());
    place = new Place(page.incarnation(), position, page.replicated());
  }
}
