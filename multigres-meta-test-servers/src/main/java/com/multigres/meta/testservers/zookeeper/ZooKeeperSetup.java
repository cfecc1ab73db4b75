package com.multigres.meta.testservers.zookeeper;

import com.multigres.meta.testservers.ServerUnavailableException;
import com.multigres.meta.testservers.internal.FreePorts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * How a ZooKeeper of our own is to be started. Immutable. Its data is not synced to disk: it
 * survives the death of the server's process, not that of the machine.
 */
public final class ZooKeeperSetup {

  private final Map<String, String> settings;
  private final Map<String, String> properties;

  private ZooKeeperSetup(Map<String, String> settings, Map<String, String> properties) {
    this.settings = Map.copyOf(settings);
    this.properties = Map.copyOf(properties);
  }

  /** A server whose data goes when it is closed. Sessions may last from one second to 60. */
  public static ZooKeeperSetup temporary() {
    return new ZooKeeperSetup(Map.of(), Map.of());
  }

  /**
   * Sets a line of its file, such as {@code extendedTypesEnabled} to {@code true}. What the file
   * does not know becomes a property of its process, with {@code zookeeper.} before it.
   */
  public ZooKeeperSetup setting(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(name, value);
    return new ZooKeeperSetup(more, properties);
  }

  /** Sets a property of its process, such as {@code readonlymode.enabled}, under that very name. */
  public ZooKeeperSetup property(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(properties);
    more.put(name, value);
    return new ZooKeeperSetup(settings, more);
  }

  /**
   * Starts one server.
   *
   * @throws ServerUnavailableException where ZooKeeper's server is not on the class path
   * @throws com.multigres.meta.testservers.ServerStartException if it would not start
   */
  public ZooKeeperProcess start() {
    requireClasses();
    return FreePorts.startOn(OptionalInt.empty(), port -> ZooKeeperProcess.start(this, port));
  }

  /**
   * Starts an ensemble of three.
   *
   * @throws ServerUnavailableException where ZooKeeper's server is not on the class path
   * @throws com.multigres.meta.testservers.ServerStartException if it would not start
   */
  public ZooKeeperEnsemble startEnsemble() {
    requireClasses();
    return FreePorts.startOn(
        3 * ZooKeeperEnsemble.SIZE,
        ports ->
            ZooKeeperEnsemble.start(
                this,
                IntStream.range(0, ZooKeeperEnsemble.SIZE)
                    .mapToObj(
                        i ->
                            new ZooKeeperMember(
                                i + 1,
                                ports.get(3 * i),
                                ports.get(3 * i + 1),
                                ports.get(3 * i + 2)))
                    .toList()));
  }

  private static void requireClasses() {
    List<String> tried = new ArrayList<>();
    if (!ZooKeeperFinder.onClassPath(tried)) {
      throw ZooKeeperFinder.nowhere(tried);
    }
  }

  Map<String, String> settings() {
    return settings;
  }

  Map<String, String> properties() {
    return properties;
  }
}
