package com.multigres.example.directory;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.Capabilities;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.ConnectionStates;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.TopoArguments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all views of one store share: its root, its threads, and whether it is open. */
final class DirectoryClient {
  static final String BACKEND = "directory";

  /** A batch would need a journal; and without a sync to disk, a power cut may lose writes. */
  static final Capabilities LIMITS =
      new Capabilities(
          Set.of(Capability.LINEARIZABLE_READS, Capability.SNAPSHOT_LIST),
          1 << 20,
          1 << 14,
          1_000,
          8 << 20,
          Duration.ofMillis(100),
          Duration.ofDays(30),
          Duration.ofSeconds(1));

  private static final Logger LOG = LoggerFactory.getLogger(DirectoryClient.class);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final SharedDirectory directory;
  private final TopoPath root;
  private final String address;
  private final Duration timeout;
  private final CallbackThreads threads;
  private final ConnectionStates states;
  private final StoreLife life;
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile String incarnation;

  private DirectoryClient(
      SharedDirectory directory, TopoPath root, String address, Duration timeout) {
    this.directory = directory;
    this.root = root;
    this.address = address;
    this.timeout = timeout;
    this.threads = new CallbackThreads("directory");
    this.states = new ConnectionStates(threads, ConnectionState.CONNECTED);
    this.life = new StoreLife(address);
    this.incarnation = incarnation();
  }

  /** Begins to look for what other processes write, and for sessions that ended. */
  static DirectoryClient open(Path folder, TopoPath root, String address, Duration timeout)
      throws IOException {
    SharedDirectory directory = SharedDirectory.open(folder);
    try {
      DirectoryClient client = new DirectoryClient(directory, root, address, timeout);
      client.threads.repeat(client::look, LOOK);
      return client;
    } catch (RuntimeException | Error failure) {
      directory.close();
      throw failure;
    }
  }

  private void look() {
    if (life.isClosed()) {
      return;
    }
    String now = incarnation();
    if (!incarnation.equals(now)) {
      states.become(ConnectionState.LOST); // somebody put another directory here (T33)
      states.become(ConnectionState.CONNECTED);
    }
    incarnation = now;
  }

  private String incarnation() {
    return directory.call(
        Deadline.after(timeout),
        "a look at " + address,
        Outcome.NOT_APPLIED,
        () -> directory.counter().incarnation());
  }

  <T> T call(Deadline deadline, String doing, Outcome whenItFails, SharedDirectory.Work<T> work) {
    return directory.call(deadline, doing, whenItFails, work);
  }

  SharedDirectory directory() {
    return directory;
  }

  TopoPath root() {
    return root;
  }

  String address() {
    return address;
  }

  Duration timeout() {
    return timeout;
  }

  CallbackThreads threads() {
    return threads;
  }

  ConnectionStates states() {
    return states;
  }

  StoreLife life() {
    return life;
  }

  TopoArguments arguments() {
    return new TopoArguments(BACKEND, root, LIMITS);
  }

  Node node(TopoPath path, StoredNode stored) {
    TopoPath shown = path.relativeTo(root);
    return new Node(shown, stored.value(), version(shown, stored.version()), stored.session());
  }

  Version version(TopoPath shown, String token) {
    return new Version(BACKEND, shown, token);
  }

  Cursor cursor(String token) {
    return new Cursor(BACKEND, token);
  }

  void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    List<AutoCloseable> children = life.close();
    life.closeAll(children);
    states.become(ConnectionState.CLOSED);
    threads.close(Deadline.after(timeout));
    try {
      directory.close();
    } catch (IOException e) {
      LOG.warn("{}: closing its lock file failed: {}", address, e.toString());
    }
  }
}
