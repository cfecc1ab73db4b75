package com.multigres.meta.testservers;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Closes, when the JVM ends, what nobody has closed before. */
final class RunningServers {

  private static final Set<PostgresProcess> OPEN = ConcurrentHashMap.newKeySet();
  private static final AtomicBoolean HOOKED = new AtomicBoolean();

  private RunningServers() {}

  static void add(PostgresProcess server) {
    if (HOOKED.compareAndSet(false, true)) {
      Runtime.getRuntime().addShutdownHook(new Thread(RunningServers::closeAll, "multigres-end"));
    }
    OPEN.add(server);
  }

  static void remove(PostgresProcess server) {
    OPEN.remove(server);
  }

  private static void closeAll() {
    OPEN.parallelStream().forEach(PostgresProcess::close);
  }
}
