package com.multigres.meta.postgres.internal;

import com.multigres.meta.postgres.internal.PostgresFailure.Kind;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Reads SQLSTATEs: the one place that knows what each means for the caller. */
final class SqlErrors {
  // What a gateway answers while no primary serves: raised before anything was executed.
  private static final Set<String> BEFORE_EXECUTION =
      Set.of("57P03", "MTF01", "MTB01", "MTB02", "MTB03", "53300", "25006");

  // A transaction that stood idle, or lasted, for longer than the server lets it: the session is
  // over.
  private static final Set<String> ENDED_BY_SERVER = Set.of("25P03", "25P04");

  private SqlErrors() {}

  /** How far the work had come when the error was thrown. */
  enum Phase {
    /**
     * Nothing that lasts can have happened: not connected yet, a read, or a transaction that was
     * not committed.
     */
    BEFORE_COMMIT,
    /** The server may have been asked to make it last. */
    COMMITTING
  }

  static PostgresFailure translate(
      SQLException error, Phase phase, Deadline deadline, String where) {
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    Kind kind = kind(error, state, deadline);
    Outcome outcome =
        phase == Phase.BEFORE_COMMIT || certainlyRefused(error, state)
            ? Outcome.NOT_APPLIED
            : Outcome.UNKNOWN;
    return new PostgresFailure(kind, outcome, message(error, kind, deadline, where), error);
  }

  private static Kind kind(SQLException error, String state, Deadline deadline) {
    if (Thread.currentThread().isInterrupted()) {
      return Kind.INTERRUPTED;
    }
    if (BEFORE_EXECUTION.contains(state)) {
      return state.equals("53300") ? Kind.RESOURCE_EXHAUSTED : Kind.UNAVAILABLE;
    }
    return switch (state) {
      case "57014", "55P03" -> Kind.TIMEOUT;
      case "40001" -> terminated(error) ? Kind.UNAVAILABLE : Kind.CONTENDED;
      case "40P01" -> Kind.CONTENDED;
      // 08004 is the driver's: no password was given, or the server does not do what we insist on.
      case "42501", "28P01", "28000", "3D000", "08004" -> Kind.ACCESS_DENIED;
      case "57P01", "57P02", "57P05" -> Kind.UNAVAILABLE;
      default -> kindOfClass(error, state, deadline);
    };
  }

  private static Kind kindOfClass(SQLException error, String state, Deadline deadline) {
    if (state.startsWith("53") || state.startsWith("54")) {
      return Kind.RESOURCE_EXHAUSTED;
    }
    if (isConnectionLoss(error)) {
      return timedOut(error) && deadline.expired() ? Kind.TIMEOUT : Kind.UNAVAILABLE;
    }
    return Kind.REJECTED;
  }

  /** Whether the connection cannot be used any more. */
  static boolean isConnectionLoss(SQLException error) {
    String state = error.getSQLState();
    return state == null
        || state.startsWith("08")
        || state.startsWith("57P0")
        || ENDED_BY_SERVER.contains(state)
        || terminated(error);
  }

  private static boolean terminated(SQLException error) {
    return String.valueOf(error.getMessage()).contains("reserved connection terminated");
  }

  private static boolean timedOut(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  /**
   * An error that the server sent for the statement itself proves that the transaction was rolled
   * back. One that ends the connection proves nothing: it may come while a commit waits for a
   * standby.
   */
  private static boolean certainlyRefused(SQLException error, String state) {
    if (BEFORE_EXECUTION.contains(state)) {
      return true;
    }
    return serverMessage(error) != null
        && !isConnectionLoss(error)
        && !state.equals("57014")
        && !state.startsWith("XX");
  }

  private static @Nullable ServerErrorMessage serverMessage(SQLException error) {
    return error instanceof PSQLException sql ? sql.getServerErrorMessage() : null;
  }

  private static String message(SQLException error, Kind kind, Deadline deadline, String where) {
    ServerErrorMessage server = serverMessage(error);
    String said =
        server == null || server.getMessage() == null ? rootMessage(error) : server.getMessage();
    return switch (kind) {
      case TIMEOUT ->
          "no answer from PostgreSQL at "
              + where
              + " within "
              + deadline.granted().toMillis()
              + " ms";
      case INTERRUPTED -> "interrupted while talking to PostgreSQL at " + where;
      case UNAVAILABLE -> "PostgreSQL at " + where + " is unavailable: " + said;
      case ACCESS_DENIED -> "PostgreSQL at " + where + " refuses access: " + said;
      default -> String.valueOf(said);
    };
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    int line = message.indexOf('\n');
    return line < 0 ? message : message.substring(0, line);
  }
}
