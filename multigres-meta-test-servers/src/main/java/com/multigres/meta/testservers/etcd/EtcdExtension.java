package com.multigres.meta.testservers.etcd;

import com.multigres.meta.testservers.ServerExtension;
import com.multigres.meta.testservers.internal.SharedServer;
import java.util.function.Supplier;

/**
 * An etcd for a test class, to be registered as a static field. Where there is none, the class is
 * reported as {@code NOT RUN} with the command that would provide it; with the variable {@code
 * CI=true} or the property {@code multigres.tests.all=true} it fails.
 */
public final class EtcdExtension extends ServerExtension<EtcdServer> {

  private static final SharedServer<EtcdServer> SHARED = new SharedServer<>(EtcdServer::find);

  private EtcdExtension(Supplier<EtcdServer> source, boolean shared) {
    super(source, shared);
  }

  /** One server for all tests of the JVM; each takes a root of its own. */
  public static EtcdExtension shared() {
    return new EtcdExtension(SHARED, true);
  }

  /** A server for this class alone, which its tests may stop, kill and pause. */
  public static EtcdExtension own(EtcdSetup setup) {
    return new EtcdExtension(setup::start, false);
  }

  /** The server of a class that has its own. */
  public EtcdProcess process() {
    return ownAs(EtcdProcess.class);
  }

  /** A prefix whose keys go after the test, or after the class if it was made before a test. */
  public EtcdRoot freshRoot() {
    return closedAfterwards(server().freshRoot());
  }
}
