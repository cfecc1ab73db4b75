package com.multigres.meta.postgres.internal;

import com.multigres.meta.store.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What went wrong between us and PostgreSQL, and what is known of the outcome. Each store makes its
 * own error of it.
 */
public final class PostgresFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What went wrong. */
  public enum Kind {
    /** The server cannot be reached, or cannot serve now. */
    UNAVAILABLE,
    /** The deadline passed first. */
    TIMEOUT,
    /** The calling thread was interrupted; its flag is set again. */
    INTERRUPTED,
    /** Wrong credentials, or a missing privilege. */
    ACCESS_DENIED,
    /** Disk, memory, connections or locks ran out. */
    RESOURCE_EXHAUSTED,
    /** Lost against a concurrent transaction; nothing happened and a repeat may succeed. */
    CONTENDED,
    /**
     * The server refused the statement for what it says; {@link #sqlState()} and {@link #detail()}
     * tell.
     */
    REJECTED,
    /** The access was closed. */
    CLOSED
  }

  private final Kind kind;
  private final Outcome outcome;
  private final @Nullable String sqlState;
  private final @Nullable String detail;

  PostgresFailure(Kind kind, Outcome outcome, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.outcome = outcome;
    this.sqlState = cause instanceof java.sql.SQLException sql ? sql.getSQLState() : null;
    ServerErrorMessage server =
        cause instanceof PSQLException sql ? sql.getServerErrorMessage() : null;
    this.detail = server == null ? null : server.getDetail();
  }

  /**
   * What went wrong.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * What is known of the work.
   *
   * @return the outcome
   */
  public Outcome outcome() {
    return outcome;
  }

  /**
   * The server's or driver's code.
   *
   * @return the SQLSTATE, where there was one
   */
  public Optional<String> sqlState() {
    return Optional.ofNullable(sqlState);
  }

  /**
   * What the server added to its message.
   *
   * @return the DETAIL, where there was one
   */
  public Optional<String> detail() {
    return Optional.ofNullable(detail);
  }

  /**
   * The message alone, of one line.
   *
   * @return the message
   */
  public String text() {
    return String.valueOf(getMessage());
  }
}
