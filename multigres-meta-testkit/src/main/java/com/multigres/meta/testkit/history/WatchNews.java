package com.multigres.meta.testkit.history;

import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchEvent;

/** What a watch told, as far as it can be judged. */
public sealed interface WatchNews {

  /**
   * A node stands so.
   *
   * @param node the node
   */
  record Put(Seen node) implements WatchNews {}

  /**
   * A node is gone.
   *
   * @param path where it stood
   */
  record Deleted(TopoPath path) implements WatchNews {}

  /**
   * The watch could not follow change by change; what it told before may come again.
   *
   * @param kind how it repairs that
   */
  record Resync(WatchEvent.Resync.Kind kind) implements WatchNews {}

  /** The whole state has been told. */
  record InSync() implements WatchNews {}

  /**
   * The watch is over.
   *
   * @param code the error's code
   */
  record Ended(String code) implements WatchNews {}

  /**
   * What an event tells.
   *
   * @param event the event
   * @return the news in it
   */
  static WatchNews of(WatchEvent event) {
    if (event instanceof WatchEvent.Put put) {
      return new Put(Seen.of(put.node()));
    } else if (event instanceof WatchEvent.Deleted deleted) {
      return new Deleted(deleted.path());
    } else if (event instanceof WatchEvent.Resync resync) {
      return new Resync(resync.kind());
    } else if (event instanceof WatchEvent.Ended ended) {
      return new Ended(ended.error().code().name());
    }
    return new InSync();
  }
}
