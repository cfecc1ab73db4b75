package com.multigres.meta.catalog;

import com.multigres.meta.store.ErrorCategory;
import com.multigres.meta.store.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one error of a catalog store: what went wrong, by which rule, and what is known of the
 * outcome (rule C4).
 */
public final class CatalogException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What went wrong. */
  public enum Code {
    /** The change breaks a rule. */
    RULE_BROKEN(ErrorCategory.CALLER),
    /** What the change speaks of is not there. */
    NOT_FOUND(ErrorCategory.CONFLICT),
    /** The name is taken. */
    ALREADY_EXISTS(ErrorCategory.CONFLICT),
    /** The catalog has moved on since the expected position. */
    STALE_POSITION(ErrorCategory.CONFLICT),
    /** The position belongs to a history that was lost (rule C9). */
    LOST_HISTORY(ErrorCategory.CONFLICT),
    /** Another authority decides (rule C12). */
    NOT_ALLOWED(ErrorCategory.CALLER),
    /** The stored schema needs a newer library (rule P3). */
    SCHEMA_TOO_NEW(ErrorCategory.FATAL),
    /** There is no catalog yet (rule C1). */
    NOT_INITIALISED(ErrorCategory.CALLER),
    /** The store cannot be reached or cannot serve now. */
    UNAVAILABLE(ErrorCategory.TRANSIENT),
    /** The deadline passed first. */
    TIMEOUT(ErrorCategory.TRANSIENT),
    /** The calling thread was interrupted; its interrupt flag is set again. */
    INTERRUPTED(ErrorCategory.CALLER),
    /** The credentials are wrong, or do not suffice. */
    ACCESS_DENIED(ErrorCategory.FATAL),
    /** The call makes no sense; the message names the input and the rule. */
    BAD_INPUT(ErrorCategory.CALLER),
    /** The backend lacks the capability that the call needs. */
    UNSUPPORTED(ErrorCategory.CALLER),
    /** The store was closed before. */
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
  private final @Nullable String rule;
  private final Outcome outcome;
  private final transient @Nullable Position current;

  /**
   * An error.
   *
   * @param code what went wrong
   * @param rule the rule that was broken, such as {@code C2}, or null
   * @param outcome what is known of the operation
   * @param message one line that names the input and the rule, without a secret in it
   * @param current where the catalog stands, for {@code STALE_POSITION} and {@code LOST_HISTORY},
   *     or null
   * @param cause the client library's error, or null
   */
  public CatalogException(
      Code code,
      @Nullable String rule,
      Outcome outcome,
      String message,
      @Nullable Position current,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.rule = rule;
    this.outcome = outcome;
    this.current = current;
  }

  /**
   * An operation that was refused and changed nothing.
   *
   * @param code why
   * @param message what was wrong
   * @return the error
   */
  public static CatalogException refused(Code code, String message) {
    return new CatalogException(code, null, Outcome.NOT_APPLIED, message, null, null);
  }

  /**
   * A call that makes no sense.
   *
   * @param message names the input and the rule
   * @return the error
   */
  public static CatalogException badInput(String message) {
    return refused(Code.BAD_INPUT, message);
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
   * The rule that was broken.
   *
   * @return the rule's number, such as {@code C2}; empty where the error is not about one
   */
  public Optional<String> rule() {
    return Optional.ofNullable(rule);
  }

  /**
   * What is known of the operation (rule C11).
   *
   * @return the outcome
   */
  public Outcome outcome() {
    return outcome;
  }

  /**
   * Where the catalog stands, for {@code STALE_POSITION} and {@code LOST_HISTORY}.
   *
   * @return the current position, where the error tells it
   */
  public Optional<Position> current() {
    return Optional.ofNullable(current);
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
