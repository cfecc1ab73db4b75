package com.multigres.meta.testservers.kubernetes;

import com.multigres.meta.testservers.ServerExtension;
import com.multigres.meta.testservers.internal.SharedServer;
import java.util.function.Supplier;

/**
 * A Kubernetes API server for a test class, to be registered as a static field. Where there is
 * none, the class is reported as {@code NOT RUN} with the command that would provide it; with the
 * variable {@code CI=true} or the property {@code multigres.tests.all=true} it fails.
 */
public final class KubernetesExtension extends ServerExtension<KubernetesServer> {

  private static final SharedServer<KubernetesServer> SHARED =
      new SharedServer<>(KubernetesServer::find);

  private KubernetesExtension(Supplier<KubernetesServer> source, boolean shared) {
    super(source, shared);
  }

  /** One server for all tests of the JVM; each takes a namespace of its own. */
  public static KubernetesExtension shared() {
    return new KubernetesExtension(SHARED, true);
  }

  /** A server for this class alone, which its tests may stop, kill and pause. */
  public static KubernetesExtension own(KubernetesSetup setup) {
    return new KubernetesExtension(setup::start, false);
  }

  /** The server of a class that has its own. */
  public KubernetesProcess process() {
    return ownAs(KubernetesProcess.class);
  }

  /** A namespace that goes after the test, or after the class if it was made before a test. */
  public KubernetesNamespace freshNamespace() {
    return closedAfterwards(server().freshNamespace());
  }
}
