package com.multigres.meta.testservers.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes, when the JVM ends, what nobody has closed before. */
public final class RunningServers {

  private static final Logger log = LoggerFactory.getLogger(RunningServers.class);
  private static final Map<Object, Runnable> OPEN = new ConcurrentHashMap<>();
  private static final AtomicBoolean HOOKED = new AtomicBoolean();

  private RunningServers() {}

  /** From now on the end of the JVM closes it. */
  public static void add(Object server, Runnable close) {
    if (HOOKED.compareAndSet(false, true)) {
      Runtime.getRuntime().addShutdownHook(new Thread(RunningServers::closeAll, "multigres-end"));
    }
    OPEN.put(server, close);
  }

  /** Somebody closed it. */
  public static void remove(Object server) {
    OPEN.remove(server);
  }

  private static void closeAll() {
    OPEN.entrySet().parallelStream()
        .forEach(
            open -> {
              try {
                open.getValue().run();
              } catch (RuntimeException e) {
                log.warn("{} was not closed: {}", open.getKey(), e.getMessage());
              }
            });
  }
}
