package com.multigres.meta.testservers.process;

import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.ServerUnavailableException;
import com.multigres.meta.testservers.internal.Command;
import com.multigres.meta.testservers.internal.Docker;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A server's program that is named by a variable, lies on the PATH, was built before or can be
 * built.
 *
 * @param name the program's name
 * @param version which one is wanted
 * @param variable the variable that names the program's file
 */
public record ServerProgram(String name, ServerVersion version, String variable) {

  /**
   * A program on this machine.
   *
   * @param file where it is
   * @param version what it said
   */
  public record Found(Path file, ServerVersion version) {}

  /** The program in the version that this project tests with. */
  public static ServerProgram of(String name, String variable) {
    return new ServerProgram(name, wanted(name), variable);
  }

  private static ServerVersion wanted(String name) {
    Properties versions = new Properties();
    try (InputStream text =
        Objects.requireNonNull(
            ServerProgram.class.getResourceAsStream("servers.properties"), "servers.properties")) {
      versions.load(text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read servers.properties", e);
    }
    return ServerVersion.in(versions.getProperty(name, ""))
        .orElseThrow(() -> new IllegalStateException("servers.properties has no " + name));
  }

  /**
   * Looks for it, and builds it where it can be built, which takes minutes.
   *
   * @param tried gets a line for every way that did not work
   * @return the program
   * @throws ServerStartException if the variable names what is no such program
   */
  Optional<Found> find(List<String> tried) {
    return find(System.getenv(), BuildScript.inUserCache(), tried);
  }

  Optional<Found> find(Map<String, String> environment, BuildScript script, List<String> tried) {
    return given(environment, tried)
        .or(() -> onPath(environment.getOrDefault("PATH", ""), tried))
        .or(() -> said(script.place(this)).filter(found -> found.version().equals(version)))
        .or(() -> built(script, tried));
  }

  private Optional<Found> given(Map<String, String> environment, List<String> tried) {
    String file = environment.getOrDefault(variable, "");
    if (file.isBlank()) {
      tried.add(variable + " is not set");
      return Optional.empty();
    }
    Optional<Found> found = said(Path.of(file).toAbsolutePath());
    if (found.isEmpty()) {
      throw new ServerStartException(
          variable + " names " + file + ", which does not say that it is a version of " + name);
    }
    return found;
  }

  private Optional<Found> onPath(String path, List<String> tried) {
    List<Found> all =
        Stream.of(path.split(File.pathSeparator, -1))
            .filter(folder -> !folder.isBlank())
            .flatMap(folder -> said(Path.of(folder).toAbsolutePath().resolve(name)).stream())
            .toList();
    Optional<Found> found =
        all.stream().filter(one -> one.version().servesFor(version)).findFirst();
    if (found.isEmpty()) {
      tried.add(
          "PATH: "
              + all.stream()
                  .findFirst()
                  .map(old -> old.file() + " is " + old.version() + ", older than " + version)
                  .orElse("no " + name));
    }
    return found;
  }

  private Optional<Found> built(BuildScript script, List<String> tried) {
    return script.build(this, tried).flatMap(this::said);
  }

  private Optional<Found> said(Path file) {
    if (!Files.isExecutable(file) || Files.isDirectory(file)) {
      return Optional.empty();
    }
    Command.Result result = Command.of(file.toString(), "--version").run(Duration.ofSeconds(20));
    return result.succeeded()
        ? ServerVersion.in(result.output()).map(said -> new Found(file, said))
        : Optional.empty();
  }

  /**
   * A server, in the order that holds everywhere: given, of a program, in a container.
   *
   * @param givenVariable the variable that would name somebody's own
   * @param given somebody's own
   * @param own starts one of our own
   * @param container starts one in a container, or says why there is none
   * @return a server that takes requests
   * @throws ServerUnavailableException where no way works
   */
  public <S> S server(
      String givenVariable,
      Optional<? extends S> given,
      Function<Found, ? extends S> own,
      Function<List<String>, Optional<? extends S>> container) {
    if (given.isPresent()) {
      return given.get();
    }
    List<String> tried = new ArrayList<>(List.of(givenVariable + " is not set"));
    Optional<Found> program = find(tried);
    if (program.isPresent()) {
      return own.apply(program.get());
    }
    return Docker.<S>start(tried, () -> container.apply(tried).map(found -> found))
        .orElseThrow(() -> unavailable(tried));
  }

  /**
   * The program, where nothing else will do.
   *
   * @throws ServerUnavailableException where this machine has none and cannot build one
   */
  public Found require() {
    List<String> tried = new ArrayList<>();
    return find(tried).orElseThrow(() -> unavailable(tried));
  }

  private ServerUnavailableException unavailable(List<String> tried) {
    return new ServerUnavailableException(
        toString(), tried, "bin/build-servers " + name + " (needs Go), or " + variable + "=FILE");
  }

  @Override
  public String toString() {
    return name + " " + version;
  }
}
