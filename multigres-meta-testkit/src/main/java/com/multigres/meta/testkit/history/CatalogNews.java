package com.multigres.meta.testkit.history;

import com.multigres.meta.catalog.CatalogEvent.Full.Reason;
import com.multigres.meta.catalog.Position;

/** What a subscription told, as far as it can be judged. */
public sealed interface CatalogNews {

  /**
   * The next generation.
   *
   * @param position the generation and its change
   * @param content names the catalog's content: the same text for the same content; may be empty
   */
  record Changed(Position position, String content) implements CatalogNews {}

  /**
   * A whole catalog.
   *
   * @param position where it stands
   * @param reason why it came
   * @param content names the catalog's content: the same text for the same content; may be empty
   */
  record Full(Position position, Reason reason, String content) implements CatalogNews {}

  /**
   * The subscription is over.
   *
   * @param code the error's code
   */
  record Ended(String code) implements CatalogNews {}
}
