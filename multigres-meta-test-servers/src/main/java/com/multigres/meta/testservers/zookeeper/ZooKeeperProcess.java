package com.multigres.meta.testservers.zookeeper;

import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.internal.Steps;
import com.multigres.meta.testservers.process.ServerFolder;
import com.multigres.meta.testservers.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A ZooKeeper of our own in a JVM of its own, alone or in an ensemble. Thread-safe. */
public final class ZooKeeperProcess extends ServerProcess implements ZooKeeperServer {

  private static final String FILE = "zoo.cfg";

  private final int number;
  private final int port;
  private final Map<String, String> properties;

  private ZooKeeperProcess(
      ServerFolder folder, int number, int port, Map<String, String> properties) {
    super(folder);
    this.properties = properties;
    this.number = number;
    this.port = port;
  }

  static ZooKeeperProcess start(ZooKeeperSetup setup, int port) {
    ServerFolder folder = ServerFolder.temporary("zookeeper");
    ZooKeeperProcess server = folder.keptBy(() -> prepared(setup, folder, 0, port, List.of()));
    return Steps.orUndo(
        () -> {
          server.start();
          return server;
        },
        server::close);
  }

  static ZooKeeperProcess of(
      ZooKeeperSetup setup, ZooKeeperMember self, List<ZooKeeperMember> all) {
    ServerFolder folder = ServerFolder.temporary("zookeeper");
    return folder.keptBy(() -> prepared(setup, folder, self.number(), self.clientPort(), all));
  }

  private static ZooKeeperProcess prepared(
      ZooKeeperSetup setup,
      ServerFolder folder,
      int number,
      int port,
      List<ZooKeeperMember> members) {
    Map<String, String> settings = new LinkedHashMap<>(defaults(folder, port));
    settings.putAll(setup.settings());
    Stream<String> own =
        settings.entrySet().stream().map(set -> set.getKey() + "=" + set.getValue());
    String lines =
        Stream.concat(own, members.stream().map(ZooKeeperMember::line))
            .collect(Collectors.joining("\n", "", "\n"));
    folder.write(FILE, lines);
    try {
      Files.createDirectories(folder.data());
      Files.writeString(folder.data().resolve("myid"), number + "\n");
    } catch (IOException e) {
      throw new ServerStartException("cannot prepare " + folder.data(), e);
    }
    return new ZooKeeperProcess(folder, number, port, setup.properties());
  }

  private static Map<String, String> defaults(ServerFolder folder, int port) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("dataDir", folder.data().toString());
    settings.put("clientPort", Integer.toString(port));
    settings.put("clientPortAddress", "127.0.0.1");
    settings.put("maxClientCnxns", "0");
    settings.put("tickTime", "500");
    settings.put("initLimit", "40");
    // Three seconds without a sign of the leader.
    settings.put("syncLimit", "6");
    settings.put("minSessionTimeout", "1000");
    settings.put("maxSessionTimeout", "60000");
    settings.put("admin.enableServer", "false");
    settings.put("4lw.commands.whitelist", "*");
    settings.put("forceSync", "no");
    settings.put("preAllocSize", "1024");
    return settings;
  }

  @Override
  protected List<String> command() {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It starts in half the time, and a test's server never runs for long.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Djava.awt.headless=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            ZooKeeperMain.class.getName(),
            folder().path().resolve(FILE).toString()));
    return command;
  }

  @Override
  protected boolean ready() {
    return ZooKeeperStatus.of("127.0.0.1", port).isPresent();
  }

  /** What it says of itself, where it answers. */
  Optional<ZooKeeperStatus> status() {
    return answering() ? ZooKeeperStatus.of("127.0.0.1", port) : Optional.empty();
  }

  /** The address to connect to. */
  public String host() {
    return "127.0.0.1";
  }

  /** The port to connect to. */
  public int port() {
    return port;
  }

  @Override
  public String connectString() {
    return host() + ":" + port;
  }

  @Override
  public String toString() {
    return "ZooKeeper" + (number > 0 ? " " + number : "") + " on port " + port;
  }
}
