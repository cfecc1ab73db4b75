package com.multigres.meta.testkit.history;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Collects what clients do. Each has a log of its own, so that they do not wait for each other.
 * Thread-safe.
 */
public final class HistoryRecorder {
  private final ConcurrentMap<String, ClientLog> logs = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final HistorySink sink;

  /** A recorder that keeps everything in memory. */
  public HistoryRecorder() {
    this(HistorySink.NONE);
  }

  /**
   * A recorder that also tells of everything as it happens.
   *
   * @param sink whom
   */
  public HistoryRecorder(HistorySink sink) {
    this.sink = sink;
  }

  /**
   * A client's log.
   *
   * @param name the client's name
   * @return the same log for the same name
   */
  public ClientLog client(String name) {
    return logs.computeIfAbsent(name, client -> new ClientLog(client, ids, sink));
  }

  /**
   * What was recorded up to now. What is still going on is in it with the outcome unknown.
   *
   * @return the history
   */
  public History history() {
    List<Operation> all = logs.values().stream().flatMap(log -> log.operations().stream()).toList();
    return new History(all);
  }
}
