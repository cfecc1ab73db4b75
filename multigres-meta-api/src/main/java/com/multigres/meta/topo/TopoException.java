package com.multigres.meta.topo;

import com.multigres.meta.store.ErrorCategory;
import com.multigres.meta.store.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one error of a topology store: what went wrong, where, and what is known of the outcome (rule
 * T11).
 */
public final class TopoException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What went wrong. */
  public enum Code {
    /** There is a node already where none was expected. */
    NODE_EXISTS(ErrorCategory.CONFLICT),
    /** There is no node where one was expected. */
    NO_NODE(ErrorCategory.CONFLICT),
    /** The node has another version than expected. */
    BAD_VERSION(ErrorCategory.CONFLICT),
    /** The deadline passed first. */
    TIMEOUT(ErrorCategory.TRANSIENT),
    /** The calling thread was interrupted; its interrupt flag is set again. */
    INTERRUPTED(ErrorCategory.CALLER),
    /** The store cannot be reached or cannot serve now. */
    UNAVAILABLE(ErrorCategory.TRANSIENT),
    /** The session is over: its nodes are gone, or will be. */
    SESSION_LOST(ErrorCategory.CONFLICT),
    /** Somebody else holds the lock. */
    LOCK_HELD(ErrorCategory.CONFLICT),
    /** The lock has passed on. */
    LOCK_LOST(ErrorCategory.CONFLICT),
    /** A value, a path, a batch or a message is larger than the store takes. */
    TOO_LARGE(ErrorCategory.CALLER),
    /** The store has run out of something: space, connections, quota. */
    RESOURCE_EXHAUSTED(ErrorCategory.TRANSIENT),
    /** The credentials are wrong, or do not suffice. */
    ACCESS_DENIED(ErrorCategory.FATAL),
    /** The call makes no sense; the message names the input and the rule. */
    BAD_INPUT(ErrorCategory.CALLER),
    /** What the store holds cannot be understood. */
    CORRUPT(ErrorCategory.FATAL),
    /** The backend lacks the capability that the call needs. */
    UNSUPPORTED(ErrorCategory.CALLER),
    /** The store, session or registration was closed before. */
    CLOSED(ErrorCategory.CALLER),
    /** Nothing above: a fault of the backend or of this library. */
    INTERNAL(ErrorCategory.FATAL);

    private final ErrorCategory category;

    Code(ErrorCategory category) {
      this.category = category;
    }

    /**
     * Who has to act.
     *
     * @return the code's category
     */
    public ErrorCategory category() {
      return category;
    }
  }

  private final Code code;
  // Its text, which outlives serialisation, as errors may travel.
  private final @Nullable String path;
  private final Outcome outcome;

  /**
   * An error.
   *
   * @param code what went wrong
   * @param path the node it is about, or null
   * @param outcome what is known of the operation
   * @param message one line that names the input and the rule, without a secret in it
   * @param cause the client library's error, or null
   */
  public TopoException(
      Code code,
      @Nullable TopoPath path,
      Outcome outcome,
      String message,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.path = path == null ? null : path.toString();
    this.outcome = outcome;
  }

  /**
   * An operation that was refused and changed nothing.
   *
   * @param code why
   * @param path the node it is about
   * @param message what was wrong with it
   * @return the error; its message begins with the path
   */
  public static TopoException refused(Code code, TopoPath path, String message) {
    return new TopoException(code, path, Outcome.NOT_APPLIED, path + ": " + message, null);
  }

  /**
   * An operation that was refused, changed nothing, and is about no one path.
   *
   * @param code why
   * @param message what was wrong
   * @return the error
   */
  public static TopoException refused(Code code, String message) {
    return new TopoException(code, null, Outcome.NOT_APPLIED, message, null);
  }

  /**
   * A call that makes no sense.
   *
   * @param message names the input and the rule
   * @return the error
   */
  public static TopoException badInput(String message) {
    return refused(Code.BAD_INPUT, message);
  }

  /**
   * A call that makes no sense for this path.
   *
   * @param path the path
   * @param message names the rule
   * @return the error
   */
  public static TopoException badInput(TopoPath path, String message) {
    return refused(Code.BAD_INPUT, path, message);
  }

  /**
   * What went wrong.
   *
   * @return the code
   */
  public Code code() {
    return code;
  }

  /**
   * The node it is about.
   *
   * @return the path, empty where the error is about no one node
   */
  public Optional<TopoPath> path() {
    return Optional.ofNullable(path).map(TopoPath::parse);
  }

  /**
   * What is known of the operation (rule T11).
   *
   * @return the outcome
   */
  public Outcome outcome() {
    return outcome;
  }

  /**
   * Who has to act.
   *
   * @return the code's category
   */
  public ErrorCategory category() {
    return code.category();
  }

  /**
   * Whether the same call may be repeated without the risk of doing it twice.
   *
   * @return true for a passing error that certainly left nothing behind
   */
  public boolean retrySafe() {
    return category().retrySafe(outcome);
  }
}
