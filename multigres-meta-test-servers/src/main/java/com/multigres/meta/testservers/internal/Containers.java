package com.multigres.meta.testservers.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** Servers in containers; to be called through {@link Docker}. */
public final class Containers {

  private Containers() {}

  /**
   * Starts one where Docker runs.
   *
   * @param variable names another image
   * @param image the image that is taken where the variable is not set
   * @param tried gets a line where there is no Docker or no such image
   * @param setup completes the container
   */
  public static Optional<GenericContainer<?>> start(
      String variable, String image, List<String> tried, UnaryOperator<GenericContainer<?>> setup) {
    try {
      if (!DockerClientFactory.instance().isDockerAvailable()) {
        tried.add("Docker: not running");
        return Optional.empty();
      }
      String name = System.getenv().getOrDefault(variable, image);
      GenericContainer<?> container =
          setup.apply(new GenericContainer<>(DockerImageName.parse(name)));
      container.start();
      return Optional.of(container);
    } catch (ContainerFetchException e) {
      tried.add("Docker: " + e.getMessage());
      return Optional.empty();
    }
  }
}
