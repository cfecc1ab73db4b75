package com.multigres.meta.topo.spi.lock;

import com.multigres.meta.topo.lock.LockContent;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** What this process says of itself when it asks for a lock. */
final class Asker {
  private static final String UNKNOWN = "unknown";
  private static final String HOST = hostName();

  private Asker() {}

  static LockContent content(String action, Map<String, String> details) {
    return new LockContent(
        action,
        HOST,
        System.getProperty("user.name", UNKNOWN),
        Optional.of(Instant.now().truncatedTo(ChronoUnit.SECONDS)),
        details,
        LockContent.RUNNING);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return UNKNOWN;
    }
  }
}
