package com.multigres.meta.memory.topo;

import com.multigres.meta.topo.TopoPath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which paths the latest commits touched, so that a watch can resume (rule T14). It holds no
 * values: who resumes is told what stands there now. Guarded by the server's lock.
 */
final class MemoryTopoLog {
  private static final int LIMIT = 100_000;

  private record Entry(long revision, TopoPath path) {}

  private final Deque<Entry> entries = new ArrayDeque<>();
  private long forgotten;

  void add(MemoryTopoChange change) {
    change.touched().forEach(touched -> entries.add(new Entry(change.revision(), touched.path())));
    while (entries.size() > LIMIT) {
      forgotten = entries.removeFirst().revision();
    }
  }

  void compact() {
    while (!entries.isEmpty()) {
      forgotten = entries.removeFirst().revision();
    }
  }

  void wipe() {
    entries.clear();
    forgotten = 0;
  }

  /** The paths touched after a revision; empty when the log does not reach back so far. */
  Optional<Set<TopoPath>> touchedSince(long revision) {
    if (revision < forgotten) {
      return Optional.empty();
    }
    Set<TopoPath> paths = new TreeSet<>();
    for (var latest = entries.descendingIterator(); latest.hasNext(); ) {
      Entry entry = latest.next();
      if (entry.revision() <= revision) {
        break;
      }
      paths.add(entry.path());
    }
    return Optional.of(paths);
  }
}
