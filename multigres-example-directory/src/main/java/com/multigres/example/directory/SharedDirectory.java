package com.multigres.example.directory;

import com.multigres.example.directory.NodeFiles.Counter;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.spi.Waits;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One directory, as all stores of this process see it: what they last read of it, and the watches
 * to be told of what changed since. Whatever touches it holds a lock against the other threads and
 * one on a file against the other processes, so every read is of the present (T5) and every list of
 * one moment (T6).
 */
final class SharedDirectory {
  private static final ReentrantLock OPENING = new ReentrantLock();
  private static final Map<Path, SharedDirectory> OPEN = new HashMap<>();
  private static final Duration RETRY = Duration.ofMillis(1);

  private final Path folder;
  private final NodeFiles files;
  private final FileChannel lockFile;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<DirectoryWatch> watches = new ArrayList<>();
  private int users;
  private Counter seen = new Counter("", -1);
  private NavigableMap<TopoPath, StoredNode> nodes = new TreeMap<>();
  private Map<SessionId, Long> sessions = new HashMap<>();

  /** Work on files. */
  interface Work<T> {
    T run() throws IOException;
  }

  private SharedDirectory(Path folder) throws IOException {
    this.folder = folder;
    this.files = new NodeFiles(folder);
    this.lockFile =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  static SharedDirectory open(Path folder) throws IOException {
    OPENING.lock();
    try {
      SharedDirectory directory = OPEN.get(folder);
      if (directory == null) {
        directory = new SharedDirectory(folder);
        OPEN.put(folder, directory);
      }
      directory.users++;
      return directory;
    } finally {
      OPENING.unlock();
    }
  }

  void close() throws IOException {
    OPENING.lock();
    try {
      if (--users == 0) {
        OPEN.remove(folder);
        lockFile.close();
      }
    } finally {
      OPENING.unlock();
    }
  }

  /** Works on the present state. What fails while it is written may have been done: T11. */
  <T> T call(Deadline deadline, String doing, Outcome whenItFails, Work<T> work) {
    Waits.lock(lock, deadline, doing);
    try {
      FileLock held = fileLock(deadline, doing);
      try {
        refresh();
        return work.run();
      } finally {
        held.release();
      }
    } catch (IOException failure) {
      seen = new Counter("", -1);
      String message = doing + ": " + folder + " cannot be used: " + failure.getMessage();
      throw new TopoException(Code.UNAVAILABLE, null, whenItFails, message, failure);
    } finally {
      lock.unlock();
    }
  }

  private FileLock fileLock(Deadline deadline, String doing) throws IOException {
    for (FileLock held = lockFile.tryLock(); ; held = lockFile.tryLock()) {
      if (held != null) {
        return held;
      }
      if (deadline.expired()) {
        throw Waits.timeout(deadline, doing, Outcome.NOT_APPLIED);
      }
      if (Thread.currentThread().isInterrupted()) {
        throw Waits.interrupted(new InterruptedException(), doing, Outcome.NOT_APPLIED);
      }
      LockSupport.parkNanos(RETRY.toNanos());
    }
  }

  /** Takes in what other processes changed, and ends sessions whose time is over. */
  private void refresh() throws IOException {
    Counter now = files.counter();
    if (!now.equals(seen)) {
      boolean replaced = !now.incarnation().equals(seen.incarnation()) && seen.revision() >= 0;
      NavigableMap<TopoPath, StoredNode> before = nodes;
      Counter last = seen;
      nodes = files.nodes();
      sessions = files.sessions();
      seen = now;
      if (replaced || now.revision() < last.revision()) {
        watches.forEach(watch -> watch.replace("the directory is another one now (T33)"));
      } else {
        tell(last, before.keySet(), difference(before, nodes));
      }
    }
    long millis = System.currentTimeMillis();
    for (Map.Entry<SessionId, Long> session : Map.copyOf(sessions).entrySet()) {
      if (session.getValue() < millis) {
        long end = files.end(session.getKey()); // its owner may have renewed it since it was read
        sessions.put(session.getKey(), end);
        if (end < millis) {
          end(session.getKey());
        }
      }
    }
  }

  private static Map<TopoPath, Optional<StoredNode>> difference(
      Map<TopoPath, StoredNode> before, Map<TopoPath, StoredNode> after) {
    Map<TopoPath, Optional<StoredNode>> changed = new TreeMap<>();
    before.keySet().stream()
        .filter(path -> !after.containsKey(path))
        .forEach(path -> changed.put(path, Optional.empty()));
    after.forEach(
        (path, node) -> {
          StoredNode old = before.get(path);
          if (old == null || !old.version().equals(node.version())) {
            changed.put(path, Optional.of(node));
          }
        });
    return changed;
  }

  private void tell(
      Counter last, Set<TopoPath> before, Map<TopoPath, Optional<StoredNode>> changed) {
    watches.forEach(watch -> watch.feed(last, before, changed));
  }

  Counter counter() {
    return seen;
  }

  NavigableMap<TopoPath, StoredNode> nodes() {
    return nodes;
  }

  /** A directory's nodes, and that at the directory itself. */
  NavigableMap<TopoPath, StoredNode> tree(TopoPath directory) {
    NavigableMap<TopoPath, StoredNode> found = new TreeMap<>();
    for (Map.Entry<TopoPath, StoredNode> entry : nodes.tailMap(directory, true).entrySet()) {
      if (!entry.getKey().equals(directory) && !entry.getKey().isBelow(directory)) {
        break;
      }
      found.put(entry.getKey(), entry.getValue());
    }
    return found;
  }

  String nextVersion() {
    return seen.next().toString();
  }

  /**
   * Writes and deletes nodes as one revision. The counter goes first: who sees it reads all anew.
   */
  void change(Map<TopoPath, Optional<StoredNode>> after) throws IOException {
    Counter last = seen;
    Set<TopoPath> before = new HashSet<>(after.keySet());
    before.retainAll(nodes.keySet());
    files.write(last.next());
    for (Map.Entry<TopoPath, Optional<StoredNode>> entry : after.entrySet()) {
      TopoPath path = entry.getKey();
      if (entry.getValue().isPresent()) {
        files.write(path, entry.getValue().get());
        nodes.put(path, entry.getValue().get());
      } else {
        files.delete(path);
        nodes.remove(path);
      }
    }
    seen = last.next();
    tell(last, before, after);
  }

  /** The node that an expectation is about; null where none stands. */
  @Nullable StoredNode expected(TopoPath at, TopoPath shown, Expect expect) {
    StoredNode node = nodes.get(at);
    if (expect instanceof Expect.Absent && node != null) {
      throw TopoException.refused(Code.NODE_EXISTS, shown, "a node stands there (T7)");
    }
    if (expect instanceof Expect.AtVersion wanted) {
      String token = wanted.version().token();
      if (!token.matches("[0-9a-f]+-[0-9]+")) {
        throw TopoException.badInput(shown, "the version " + token + " was never given out (T7)");
      }
      if (node == null) {
        throw TopoException.refused(Code.NO_NODE, shown, "no node stands there (T7)");
      }
      if (!node.version().equals(token)) {
        throw TopoException.refused(
            Code.BAD_VERSION,
            shown,
            "its version is " + node.version() + ", not " + token + " (T7)");
      }
    }
    return node;
  }

  /** Refuses nodes below one that is bound to a session (T3). */
  void checkShape(TopoPath at, TopoPath shown, boolean bound) {
    TopoPath next = nodes.higherKey(at);
    if (bound && next != null && next.isBelow(at)) {
      throw TopoException.badInput(shown, "nodes lie below it, so no session can own it (T3)");
    }
    for (TopoPath above = at.parent(); !above.isRoot(); above = above.parent()) {
      StoredNode node = nodes.get(above);
      if (node != null && node.session().isPresent()) {
        throw TopoException.badInput(shown, "a node above it is bound to a session (T3)");
      }
    }
  }

  void begin(DirectoryWatch watch) {
    watch.start();
    watches.add(watch);
  }

  void end(DirectoryWatch watch) {
    lock.lock();
    try {
      watches.remove(watch);
    } finally {
      lock.unlock();
    }
  }

  SessionId open(Duration ttl) throws IOException {
    SessionId id = new SessionId(UUID.randomUUID().toString().replace("-", ""));
    sessions.put(id, 0L);
    renew(id, ttl);
    return id;
  }

  boolean isAlive(SessionId id) {
    return sessions.containsKey(id);
  }

  /** Lets a session go on; false where it is over. */
  boolean renew(SessionId id, Duration ttl) throws IOException {
    if (isAlive(id)) {
      long end = System.currentTimeMillis() + ttl.toMillis();
      files.write(id, end);
      sessions.put(id, end);
    }
    return isAlive(id);
  }

  /**
   * Ends a session: its nodes first, so that a death in between leaves it to the next who looks.
   */
  void end(SessionId id) throws IOException {
    Map<TopoPath, Optional<StoredNode>> gone = new TreeMap<>();
    nodes.forEach(
        (path, node) -> {
          if (node.session().filter(id::equals).isPresent()) {
            gone.put(path, Optional.empty());
          }
        });
    if (!gone.isEmpty()) {
      change(gone);
    }
    files.delete(id);
    sessions.remove(id);
  }
}
