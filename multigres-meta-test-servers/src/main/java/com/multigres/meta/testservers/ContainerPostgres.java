package com.multigres.meta.testservers;

import com.multigres.meta.testservers.internal.Passwords;
import java.util.List;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL in a container: the last resort, and the only one that needs Docker. */
final class ContainerPostgres implements PostgresServer {

  private final PostgreSQLContainer container;
  private final PostgresVersion version;

  private ContainerPostgres(PostgreSQLContainer container, PostgresVersion version) {
    this.container = container;
    this.version = version;
  }

  static Optional<ContainerPostgres> start(PostgresVersion version, List<String> tried) {
    try {
      if (!DockerClientFactory.instance().isDockerAvailable()) {
        tried.add("Docker: not running");
        return Optional.empty();
      }
      PostgreSQLContainer container =
          new PostgreSQLContainer(DockerImageName.parse("postgres:" + version.major()))
              .withUsername("postgres")
              .withPassword(Passwords.fresh())
              .withDatabaseName("postgres");
      container.start();
      return Optional.of(new ContainerPostgres(container, version));
    } catch (NoClassDefFoundError e) {
      tried.add("Docker: org.testcontainers:testcontainers-postgresql is not on the class path");
      return Optional.empty();
    }
  }

  @Override
  public String host() {
    return container.getHost();
  }

  @Override
  public int port() {
    return container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
  }

  @Override
  public String user() {
    return container.getUsername();
  }

  @Override
  public String password() {
    return container.getPassword();
  }

  @Override
  public PostgresVersion version() {
    return version;
  }

  @Override
  public void close() {
    container.stop();
  }
}
