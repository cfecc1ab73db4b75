package com.multigres.meta.testservers.pgbouncer;

import com.multigres.meta.testservers.NotRun;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.ServerUnavailableException;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A PgBouncer for a test class, to be registered as a static field below the {@link
 * PostgresExtension} that it leads to. Where there is none, the class is reported as {@code NOT
 * RUN} with the command that would provide it.
 */
public final class PgBouncerExtension implements BeforeAllCallback, AfterAllCallback {
  private final PostgresExtension postgres;
  // The class that has the extension; the callbacks come for each class nested in it, too.
  private volatile Optional<Class<?>> owner = Optional.empty();
  private volatile Optional<PgBouncer> pooler = Optional.empty();

  private PgBouncerExtension(PostgresExtension postgres) {
    this.postgres = postgres;
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
    return pooler.orElseThrow(
        () ->
            new IllegalStateException("no test of the class runs yet, or the field is not static"));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (owner.isPresent()) {
      return;
    }
    owner = context.getTestClass();
    try {
      pooler = Optional.of(PgBouncer.before(postgres.server()));
    } catch (ServerUnavailableException missing) {
      throw NotRun.because(missing);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!owner.equals(context.getTestClass())) {
      return;
    }
    owner = Optional.empty();
    pooler.ifPresent(PgBouncer::close);
    pooler = Optional.empty();
  }
}
