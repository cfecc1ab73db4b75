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
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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
  // One for each folder for as long as the process lives: it holds nothing open.
  private static final Map<Path, SharedDirectory> ALL = new ConcurrentHashMap<>();
  private static final Duration RETRY = Duration.ofMillis(1);
  private static final Counter NOTHING = new Counter("", -1);

  private final Path folder;
  private final NodeFiles files;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<DirectoryWatch> watches = new ArrayList<>();
  private Counter seen = NOTHING;
  private NavigableMap<TopoPath, StoredNode> nodes = new TreeMap<>();

  /** Work on files. */
  interface Work<T> {
    T run() throws IOException;
  }

  private SharedDirectory(Path folder, NodeFiles files) {
    this.folder = folder;
    this.files = files;
  }

  static SharedDirectory of(Path folder) throws IOException {
    NodeFiles files = new NodeFiles(folder);
    return ALL.computeIfAbsent(folder, added -> new SharedDirectory(added, files));
  }

  /** Works on the present state. What fails while it is written may have been done: T11. */
  <T> T call(Deadline deadline, String doing, Outcome whenItFails, Work<T> work) {
    Waits.lock(lock, deadline, doing);
    try (FileChannel lockFile =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lockOut(lockFile, deadline, doing);
      refresh();
      return work.run();
    } catch (IOException failure) {
      seen = NOTHING;
      String message = doing + ": " + folder + " cannot be used: " + failure.getMessage();
      throw new TopoException(Code.UNAVAILABLE, null, whenItFails, message, failure);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the other processes; closing the channel lets them on. */
  private static void lockOut(FileChannel lockFile, Deadline deadline, String doing)
      throws IOException {
    while (lockFile.tryLock() == null) {
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
      Counter last = seen;
      NavigableMap<TopoPath, StoredNode> before = nodes;
      nodes = files.nodes();
      seen = now;
      if (last.incarnation().equals(now.incarnation()) && last.revision() < now.revision()) {
        tell(last, difference(before, nodes));
      } else {
        watches.forEach(watch -> watch.replace("the directory is another one now (T33)"));
      }
    }
    for (SessionId id : files.endedBefore(System.currentTimeMillis())) {
      end(id);
    }
  }

  private static Map<TopoPath, Optional<StoredNode>> difference(
      Map<TopoPath, StoredNode> before, Map<TopoPath, StoredNode> after) {
    Map<TopoPath, Optional<StoredNode>> changed = new TreeMap<>();
    before.keySet().forEach(path -> changed.put(path, Optional.empty()));
    after.forEach((path, node) -> changed.put(path, Optional.of(node)));
    changed.entrySet().removeIf(now -> now.getValue().equals(node(before, now.getKey())));
    return changed;
  }

  private static Optional<StoredNode> node(Map<TopoPath, StoredNode> nodes, TopoPath path) {
    return Optional.ofNullable(nodes.get(path));
  }

  private void tell(Counter last, Map<TopoPath, Optional<StoredNode>> changed) {
    watches.forEach(watch -> watch.feed(last, changed));
  }

  Counter counter() {
    return seen;
  }

  Optional<StoredNode> node(TopoPath path) {
    return node(nodes, path);
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
    tell(last, after);
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
        String message = "its version is " + node.version() + ", not " + token + " (T7)";
        throw TopoException.refused(Code.BAD_VERSION, shown, message);
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
      if (node(above).flatMap(StoredNode::session).isPresent()) {
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
    SessionId id = new SessionId(NodeFiles.newName());
    files.create(id);
    renew(id, ttl);
    return id;
  }

  boolean isAlive(SessionId id) throws IOException {
    return files.exists(id);
  }

  /** Lets a session go on; false where it is over. */
  boolean renew(SessionId id, Duration ttl) throws IOException {
    if (isAlive(id)) {
      files.endAt(id, System.currentTimeMillis() + ttl.toMillis());
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
  }
}
