package com.multigres.meta.cli;

import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.internal.ProcessTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/** A process of {@link LeadingBridges}, as its starter sees it. */
final class LeadingProcess implements AutoCloseable {
  private final Process process;
  private final Path log;
  private final Map<Integer, String> waiting = new ConcurrentHashMap<>();
  private final Map<Integer, String> answered = new ConcurrentHashMap<>();
  private final Map<Integer, Boolean> done = new ConcurrentHashMap<>();

  private LeadingProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    Thread hearing = new Thread(this::hear, "hearing-" + process.pid());
    hearing.setDaemon(true);
    hearing.start();
  }

  /**
   * Starts it.
   *
   * @param kubeconfig how it reaches the API server
   * @param password for all catalogs
   * @param orders what it is told of each cluster
   * @param log the file for what it logs
   */
  static LeadingProcess start(
      Path kubeconfig, String password, List<LeadingBridges.Order> orders, Path log) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.addAll(List.of(LeadingBridges.class.getName(), kubeconfig.toString()));
    orders.forEach(order -> line.add(order.words()));
    ProcessBuilder builder = new ProcessBuilder(line).redirectError(log.toFile());
    builder.environment().put(LeadingBridges.PASSWORD, password);
    try {
      return new LeadingProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void hear() {
    try (BufferedReader from = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = from.readLine(); line != null; line = from.readLine()) {
        String[] words = line.split(" ", 3);
        int cluster = Integer.parseInt(words[0]);
        switch (words[1]) {
          case "AT" -> waiting.put(cluster, words[2]);
          case "DONE" -> done.put(cluster, true);
          default -> answered.put(cluster, line.substring(words[0].length() + 1));
        }
      }
    } catch (IOException ended) {
      throw new UncheckedIOException(ended);
    }
  }

  private static ConditionFactory patiently() {
    return Patience.eventually().atMost(Patience.longest().multipliedBy(4));
  }

  /** Waits until each is in front of its write, or had fewer; tells in front of which. */
  Map<Integer, String> awaitWrites(int clusters) {
    try {
      patiently().until(() -> !process.isAlive() || settled() == clusters);
    } catch (ConditionTimeoutException late) {
      throw new AssertionError(waiting + " " + done + ": " + logged(), late);
    }
    if (!process.isAlive()) {
      throw new AssertionError("the leading process ended: " + logged());
    }
    return Map.copyOf(waiting);
  }

  private int settled() {
    Set<Integer> all = new HashSet<>(waiting.keySet());
    all.addAll(done.keySet());
    return all.size();
  }

  private String logged() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What became of the write of a cluster, when it was sent at last. */
  String awaitAnswer(int cluster) {
    patiently().until(() -> answered.containsKey(cluster));
    return Optional.ofNullable(answered.get(cluster)).orElseThrow();
  }

  /** The whole process, its clocks' threads as well, stands still. */
  void stop() {
    ProcessTree.signal("STOP", List.of(process.pid()));
  }

  /** It goes on, and first of all with the write. */
  void goOn() {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ProcessTree.signal("CONT", List.of(process.pid()));
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
