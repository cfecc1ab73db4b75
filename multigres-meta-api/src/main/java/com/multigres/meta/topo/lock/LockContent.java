package com.multigres.meta.topo.lock;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What whoever asks for a lock says of itself, for others to read (rule T26). Immutable.
 *
 * @param action what the lock is for
 * @param hostName the asker's host; {@code unknown} where it has no name
 * @param userName the account that the asker runs under; {@code unknown} where it has no name
 * @param time when it asked, by its own clock, in whole seconds; empty where it did not say
 * @param options whatever else it says, by name
 * @param status {@code Running}, {@code Done} or {@code Error: …}
 */
public record LockContent(
    String action,
    String hostName,
    String userName,
    Optional<Instant> time,
    Map<String, String> options,
    String status) {
  /** The status of a lock that is asked for or held. */
  public static final String RUNNING = "Running";

  // Copies the options.
  public LockContent {
    options = Map.copyOf(options);
  }

  /**
   * Who asked, as people write it.
   *
   * @return {@code user@host}, {@code unknown} for what was not said
   */
  public String asker() {
    return orUnknown(userName) + "@" + orUnknown(hostName);
  }

  private static String orUnknown(String name) {
    return name.isEmpty() ? "unknown" : name;
  }
}
