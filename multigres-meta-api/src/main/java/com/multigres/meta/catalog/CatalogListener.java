package com.multigres.meta.catalog;

/**
 * Receives a subscription's events, one at a time and in order, on a thread of the store. It may
 * call the store. What it throws is logged, and the subscription goes on.
 */
@FunctionalInterface
public interface CatalogListener {

  /**
   * Called for every event.
   *
   * @param event the event
   */
  void onEvent(CatalogEvent event);
}
