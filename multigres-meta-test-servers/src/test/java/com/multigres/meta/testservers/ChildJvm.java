package com.multigres.meta.testservers;

import com.multigres.meta.testservers.internal.FileTrees;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A JVM that runs {@link ServerMain}. */
final class ChildJvm implements AutoCloseable {

  /** What the server's users need not have. */
  private static final Pattern OPTIONAL =
      Pattern.compile(
          "^(junit|opentest4j|testcontainers|docker-java|assertj|awaitility|curator|zookeeper)");

  /** There is no such server, for reasons that the message lists. */
  static final class MissingServerException extends IOException {
    private static final long serialVersionUID = 1L;

    MissingServerException(String reasons) {
      super(reasons);
    }
  }

  private final Process process;
  private final String ready;

  private ChildJvm(Process process) throws IOException {
    this.process = process;
    BufferedReader output = process.inputReader();
    StringBuilder heard = new StringBuilder();
    String line = output.readLine();
    while (line != null && !line.startsWith("READY ")) {
      if (line.startsWith("MISSING ")) {
        throw new MissingServerException(line.substring("MISSING ".length()));
      }
      heard.append(line).append('\n');
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException("the other JVM found no server: " + heard);
    }
    this.ready = line.substring("READY ".length());
  }

  static ChildJvm start(String argument, Map<String, String> variables) throws IOException {
    return start(List.of(), System.getProperty("java.class.path"), argument, variables);
  }

  /** As another account, which needs classes of its own: it cannot read ours. */
  static ChildJvm startAs(String account, Path readable, Map<String, String> variables)
      throws IOException {
    return start(
        List.of("runuser", "-u", account, "--"), copyClasses(readable), "start", variables);
  }

  /** With what every user of the servers has on the class path, and no more. */
  static ChildJvm startWithoutOptional(
      Path readable, String argument, Map<String, String> variables) throws IOException {
    return start(List.of(), copyClasses(readable), argument, variables);
  }

  /** Does not wait for the server, whose folder comes into a folder of its own. */
  static Process begin(Path temporary, String argument) throws IOException {
    String classPath = System.getProperty("java.class.path");
    return new ProcessBuilder(line(List.of("-Djava.io.tmpdir=" + temporary), classPath, argument))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<String> line(List<String> options, String classPath, String argument) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(options);
    line.addAll(List.of("-cp", classPath, ServerMain.class.getName(), argument));
    return line;
  }

  private static ChildJvm start(
      List<String> prefix, String classPath, String argument, Map<String, String> variables)
      throws IOException {
    List<String> line = new ArrayList<>(prefix);
    line.addAll(line(List.of(), classPath, argument));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.directory(Path.of(System.getProperty("java.io.tmpdir")).toFile());
    builder.environment().putAll(variables);
    return new ChildJvm(builder.start());
  }

  private static String copyClasses(Path readable) throws IOException {
    List<Path> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      if (Files.exists(from) && !OPTIONAL.matcher(from.getFileName().toString()).find()) {
        Path copy = readable.resolve(copies.size() + "-" + from.getFileName());
        FileTrees.copy(from, copy, file -> true);
        copies.add(copy);
      }
    }
    permit(readable);
    return copies.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static void permit(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path file : all.toList()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  /** What it said of its server. */
  String ready() {
    return ready;
  }

  /** The first processes of the servers that it started. */
  List<ProcessHandle> servers() {
    return places(0).stream()
        .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
        .toList();
  }

  /** Their folders. */
  List<Path> folders() {
    return places(1).stream().map(Path::of).toList();
  }

  private List<String> places(int offset) {
    List<String> words = List.of(ready.split(" "));
    return IntStream.range(0, words.size())
        .filter(i -> i % 2 == offset)
        .mapToObj(words::get)
        .toList();
  }

  /** The first process of the one server that it started. */
  ProcessHandle postmaster() {
    return servers().get(0);
  }

  /** Kills it at once, and nothing that it started, which may be a JVM as well. */
  void kill() {
    if (!isJvm(process.toHandle())) {
      process.children().filter(this::isJvm).forEach(ProcessHandle::destroyForcibly);
    }
    process.destroyForcibly();
  }

  private boolean isJvm(ProcessHandle handle) {
    return handle.info().command().filter(name -> name.endsWith("/java")).isPresent();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.onExit().get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      kill();
      throw new IOException("the other JVM did not end", e);
    }
  }
}
