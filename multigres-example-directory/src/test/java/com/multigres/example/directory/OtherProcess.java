package com.multigres.example.directory;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What another process does to a directory that it shares with the test's own. */
final class OtherProcess {
  static final TopoPath COUNTER = TopoPath.of("counter");
  static final TopoPath BOUND = TopoPath.of("bound");
  static final Duration TTL = Duration.ofSeconds(2);

  private OtherProcess() {}

  /**
   * Works on the store of an address.
   *
   * @param arguments the address, and {@code increment} with how often, or {@code bind}
   */
  public static void main(String[] arguments) throws IOException {
    try (TopoStore store = TopoStores.open(arguments[0])) {
      if (arguments[1].equals("increment")) {
        increment(store, Integer.parseInt(arguments[2]));
      } else {
        bindUntilKilled(store);
      }
    }
  }

  static Process start(String... arguments) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java, "-cp", System.getProperty("java.class.path"), OtherProcess.class.getName());
    builder.command().addAll(List.of(arguments));
    return builder.inheritIO().redirectInput(ProcessBuilder.Redirect.PIPE).start();
  }

  /** Adds one to the counter, so often, each time on condition that nobody else did meanwhile. */
  static void increment(TopoStore store, int times) {
    for (int done = 0; done < times; ) {
      Node counter = store.read(COUNTER).orElseThrow();
      int next = Integer.parseInt(counter.value().toStringUtf8()) + 1;
      try {
        store.write(COUNTER, ByteString.copyFromUtf8("" + next), Expect.version(counter.version()));
        done++;
      } catch (TopoException faster) {
        if (faster.code() != Code.BAD_VERSION) {
          throw faster;
        }
      }
    }
  }

  /** Waits for an input that never comes; without its starter it ends, too. */
  private static void bindUntilKilled(TopoStore store) throws IOException {
    Session session = store.openSession(TTL);
    session.create(BOUND, ByteString.copyFromUtf8("alive"));
    while (System.in.read() >= 0) {
      session.ttl();
    }
  }
}
