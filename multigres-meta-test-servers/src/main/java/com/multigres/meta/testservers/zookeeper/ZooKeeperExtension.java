package com.multigres.meta.testservers.zookeeper;

import com.multigres.meta.testservers.ServerExtension;
import com.multigres.meta.testservers.internal.SharedServer;
import java.util.function.Supplier;

/**
 * A ZooKeeper for a test class, to be registered as a static field. Where there is none, the class
 * is reported as {@code NOT RUN} with what would provide it; with the variable {@code CI=true} or
 * the property {@code multigres.tests.all=true} it fails.
 */
public final class ZooKeeperExtension extends ServerExtension<ZooKeeperServer> {

  private static final SharedServer<ZooKeeperServer> SHARED =
      new SharedServer<>(ZooKeeperServer::find);

  private ZooKeeperExtension(Supplier<ZooKeeperServer> source, boolean shared) {
    super(source, shared);
  }

  /** One server for all tests of the JVM; each takes a root of its own. */
  public static ZooKeeperExtension shared() {
    return new ZooKeeperExtension(SHARED, true);
  }

  /** A server for this class alone, which its tests may stop, kill and pause. */
  public static ZooKeeperExtension own(ZooKeeperSetup setup) {
    return new ZooKeeperExtension(setup::start, false);
  }

  /** The server of a class that has its own. */
  public ZooKeeperProcess process() {
    return ownAs(ZooKeeperProcess.class);
  }

  /** A node that goes after the test, or after the class if it was made before a test. */
  public ZooKeeperRoot freshRoot() {
    return closedAfterwards(server().freshRoot());
  }
}
