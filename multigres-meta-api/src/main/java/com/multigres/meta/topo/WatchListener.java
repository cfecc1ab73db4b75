package com.multigres.meta.topo;

/**
 * Receives a watch's events, one at a time and in order, on a thread of the store that is not the
 * client library's (rule T16). It may call the store (rule T32). Being slow delays only itself;
 * events then coalesce per path (rule T15). What it throws is logged, and the watch goes on.
 */
@FunctionalInterface
public interface WatchListener {

  /**
   * Called for every event.
   *
   * @param event the event
   */
  void onEvent(WatchEvent event);
}
