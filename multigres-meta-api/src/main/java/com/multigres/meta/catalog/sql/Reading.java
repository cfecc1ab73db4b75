package com.multigres.meta.catalog.sql;

import com.multigres.meta.model.CatalogChange;
import java.util.Optional;

/** What became of a text that was read as one statement. Immutable. */
public sealed interface Reading {

  /**
   * The text is a catalog statement.
   *
   * @param statement what it says
   */
  record Mine(Statement statement) implements Reading {}

  /**
   * The text is not a catalog statement: plain PostgreSQL, or nothing that anybody knows. The
   * caller passes it on.
   *
   * @param text the text as it was given
   * @param plain what the statement means to the catalog, where it is a {@code CREATE DATABASE}
   *     with options that the catalog does not know; who combines both applies this and passes the
   *     text on
   */
  record NotMine(String text, Optional<CatalogChange.CreateDatabase> plain) implements Reading {}

  /**
   * The text has a keyword that only catalog statements have, and is none.
   *
   * @param text the text as it was given
   * @param error what is wrong with it
   */
  record Malformed(String text, SyntaxError error) implements Reading {}
}
