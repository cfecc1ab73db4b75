package com.multigres.example.directory;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.Capabilities;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.ConnectionStates;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.TopoArguments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** What all views of one store share. */
record DirectoryClient(
    SharedDirectory directory,
    TopoPath root,
    String address,
    Duration timeout,
    CallbackThreads threads,
    ConnectionStates states,
    StoreLife life) {
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

  private static final Duration LOOK = Duration.ofMillis(200);

  /** Begins to look for what other processes write, and for sessions that ended. */
  static DirectoryClient open(Path folder, TopoPath root, String address, Duration timeout)
      throws IOException {
    CallbackThreads threads = new CallbackThreads(BACKEND);
    DirectoryClient client =
        new DirectoryClient(
            SharedDirectory.of(folder),
            root,
            address,
            timeout,
            threads,
            new ConnectionStates(threads, ConnectionState.CONNECTED),
            new StoreLife(address));
    try {
      AtomicReference<String> known = new AtomicReference<>(client.incarnation());
      threads.repeat(() -> client.look(known), LOOK);
      return client;
    } catch (RuntimeException | Error failure) {
      threads.close(Deadline.after(timeout));
      throw failure;
    }
  }

  private void look(AtomicReference<String> known) {
    if (life.isClosed()) {
      return;
    }
    try {
      String now = incarnation();
      if (!now.equals(known.getAndSet(now))) {
        states.become(ConnectionState.LOST); // somebody put another directory here (T33)
      }
      states.become(ConnectionState.CONNECTED);
    } catch (TopoException away) {
      states.become(ConnectionState.SUSPENDED); // as a disk that is not mounted (T17)
    }
  }

  private String incarnation() {
    return call(
        Deadline.after(timeout),
        "a look at " + address,
        Outcome.NOT_APPLIED,
        () -> directory.counter().incarnation());
  }

  <T> T call(Deadline deadline, String doing, Outcome whenItFails, SharedDirectory.Work<T> work) {
    return directory.call(deadline, doing, whenItFails, work);
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

  Cursor cursor(Object token) {
    return new Cursor(BACKEND, token.toString());
  }

  void close() {
    life.closeAll(life.close());
    states.become(ConnectionState.CLOSED);
    threads.close(Deadline.after(timeout));
  }
}
