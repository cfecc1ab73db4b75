package com.multigres.meta.memory.topo;

import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.LockContent;
import com.multigres.meta.topo.lock.LockKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The queues, in paths from the server's own root: the first of each holds (rule T22). Tokens come
 * from one counter (rule T23). Guarded by the server's lock.
 */
final class MemoryTopoLocks {

  /**
   * A place in a queue.
   *
   * @param token the grant's number; zero while it waits
   */
  record Entry(SessionId session, LockContent content, long token, Optional<Instant> granted) {}

  private record Key(TopoPath path, LockKind kind) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byPath = path.compareTo(other.path);
      return byPath == 0 ? kind.compareTo(other.kind) : byPath;
    }
  }

  private final Map<Key, List<Entry>> queues = new TreeMap<>();
  private long tokens;

  void wipe() {
    queues.clear();
  }

  List<Entry> queue(TopoPath path, LockKind kind) {
    return queues.getOrDefault(new Key(path, kind), List.of());
  }

  Optional<Entry> holder(TopoPath path, LockKind kind) {
    return queue(path, kind).stream().findFirst();
  }

  Optional<Entry> entryOf(TopoPath path, LockKind kind, SessionId session) {
    return queue(path, kind).stream().filter(entry -> entry.session().equals(session)).findFirst();
  }

  /** Takes the last place, which is the holder's where there is no other. */
  Entry enter(TopoPath path, LockKind kind, SessionId session, LockContent content) {
    List<Entry> queue = queues.computeIfAbsent(new Key(path, kind), free -> new ArrayList<>());
    Entry waiting = new Entry(session, content, 0, Optional.empty());
    Entry entry = queue.isEmpty() ? granted(waiting) : waiting;
    queue.add(entry);
    return entry;
  }

  private Entry granted(Entry entry) {
    tokens++;
    return new Entry(entry.session(), entry.content(), tokens, Optional.of(Instant.now()));
  }

  /** Removes the places of ended sessions; answers where a lock passed on or came free. */
  Set<TopoPath> drop(Collection<SessionId> ended) {
    Set<TopoPath> changed = new LinkedHashSet<>();
    for (Map.Entry<Key, List<Entry>> each : List.copyOf(queues.entrySet())) {
      List<Entry> queue = each.getValue();
      long before = queue.get(0).token();
      queue.removeIf(entry -> ended.contains(entry.session()));
      if (queue.isEmpty()) {
        queues.remove(each.getKey());
        changed.add(each.getKey().path());
      } else if (queue.get(0).token() != before) {
        queue.set(0, granted(queue.get(0)));
        changed.add(each.getKey().path());
      }
    }
    return changed;
  }

  /** The sessions of exclusive locks whose node a commit removed or bound to somebody else. */
  List<SessionId> undone(MemoryTopoChange change) {
    List<SessionId> undone = new ArrayList<>();
    if (!queues.isEmpty()) {
      for (MemoryTopoChange.Touched touched : change.touched()) {
        holder(touched.path(), LockKind.EXCLUSIVE)
            .map(Entry::session)
            .filter(
                owner -> !touched.after().flatMap(StoredNode::session).equals(Optional.of(owner)))
            .ifPresent(undone::add);
      }
    }
    return undone;
  }
}
