package com.multigres.meta.testservers.pgbouncer;

import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.ServerExtension;

/**
 * A PgBouncer for a test class, to be registered as a static field below the {@link
 * PostgresExtension} that it leads to. Where there is none, the class is reported as {@code NOT
 * RUN} with the command that would provide it.
 */
public final class PgBouncerExtension extends ServerExtension<PgBouncer> {

  private PgBouncerExtension(PostgresExtension postgres) {
    super(() -> PgBouncer.before(postgres.server()), false);
  }

  /**
   * One for the class.
   *
   * @param postgres the class's server, registered with a smaller {@code @Order} or above
   * @return the extension
   */
  public static PgBouncerExtension before(PostgresExtension postgres) {
    return new PgBouncerExtension(postgres);
  }

  /** The pooler. */
  public PgBouncer pooler() {
    return server();
  }
}
