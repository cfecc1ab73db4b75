package com.multigres.meta.topo.spi;

import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchEvent;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a watch's listener has not heard yet: at most one event for each path, and at most four
 * markers (rule T15).
 *
 * <p>The deletion of what the listener cannot have heard of is kept too, because it may know the
 * node from elsewhere; but only the latest of those, or nodes that come and go under ever new names
 * would fill the memory.
 *
 * <p>A later event of a path takes the place of the earlier one and keeps the earlier one's cursor:
 * moved to the end it could slip behind an {@code InSync} that promises it, and with its own cursor
 * it would skip what lies between the two places (rule T14). Not thread-safe.
 */
final class PendingEvents {
  /**
   * A place in the order.
   *
   * @param known whether the listener may have heard of a node at this path; if not, creation and
   *     deletion together may be left out
   */
  private record Slot(WatchEvent event, boolean known) {}

  private static final int SPARE_DELETIONS = 1_000;

  private final Map<Object, Slot> slots = new LinkedHashMap<>();
  // Deletions that may be left out, the oldest first.
  private final Set<TopoPath> spare = new LinkedHashSet<>();
  private @Nullable Object resync;
  private @Nullable Object inSync;

  void put(Node node, boolean known, Cursor cursor) {
    spare.remove(node.path());
    Slot earlier = slots.get(node.path());
    slots.put(
        node.path(),
        earlier == null
            ? new Slot(new WatchEvent.Put(node, cursor), known)
            : new Slot(new WatchEvent.Put(node, earlier.event.cursor()), earlier.known));
  }

  void deleted(TopoPath path, Cursor cursor) {
    Slot earlier = slots.get(path);
    boolean known = earlier == null || earlier.known;
    Cursor at = earlier == null ? cursor : earlier.event.cursor();
    slots.put(path, new Slot(new WatchEvent.Deleted(path, at), known));
    if (!known && spare.add(path) && spare.size() > SPARE_DELETIONS) {
      TopoPath oldest = spare.iterator().next();
      spare.remove(oldest);
      slots.remove(oldest);
    }
  }

  void resync(WatchEvent.Resync event) {
    if (event.kind() == WatchEvent.Resync.Kind.REPLACE) {
      slots.clear();
      spare.clear();
      resync = null;
      inSync = null;
    }
    if (resync == null) {
      resync = mark(event);
    } else if (inSync != null) {
      slots.remove(inSync);
    }
    inSync = null;
  }

  void inSync(WatchEvent.InSync event) {
    if (inSync != null) {
      slots.remove(inSync);
    }
    inSync = mark(event);
  }

  void ended(WatchEvent.Ended event) {
    mark(event);
  }

  private Object mark(WatchEvent event) {
    Object key = new Object();
    slots.put(key, new Slot(event, true));
    return key;
  }

  Optional<WatchEvent> poll() {
    Iterator<Map.Entry<Object, Slot>> first = slots.entrySet().iterator();
    if (!first.hasNext()) {
      return Optional.empty();
    }
    Map.Entry<Object, Slot> entry = first.next();
    WatchEvent event = entry.getValue().event;
    if (entry.getKey() == resync) {
      resync = null;
    }
    if (entry.getKey() == inSync) {
      inSync = null;
    }
    first.remove();
    if (event instanceof WatchEvent.Deleted deleted) {
      spare.remove(deleted.path());
    }
    return Optional.of(event);
  }

  int size() {
    return slots.size();
  }
}
