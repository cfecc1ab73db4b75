package com.multigres.meta.k8s.server;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a request to the API server did not succeed; each store makes its own error of it. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What happened. */
  public enum Kind {
    /** The settings make no sense; nothing was sent. */
    BAD_SETTINGS,
    /** No connection came about; nothing was sent. */
    UNREACHABLE,
    /** The server's certificate is not one that we trust; nothing was sent. */
    UNTRUSTED,
    /** It was sent, and no answer came: it may have been carried out, or may be yet. */
    LOST,
    /** The deadline passed, before the answer or before anything was sent. */
    LATE,
    /** The calling thread was interrupted. */
    INTERRUPTED,
    /** The server refused it. */
    REFUSED
  }

  private final Kind kind;
  private final int status;
  private final transient Optional<Duration> retryAfter;
  private final boolean sent;

  private ApiException(
      Kind kind,
      int status,
      String message,
      boolean sent,
      Optional<Duration> retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.status = status;
    this.sent = sent;
    this.retryAfter = retryAfter;
  }

  static ApiException badSettings(String message) {
    return new ApiException(Kind.BAD_SETTINGS, 0, message, false, Optional.empty(), null);
  }

  static ApiException badSettings(String message, Throwable cause) {
    return new ApiException(Kind.BAD_SETTINGS, 0, message, false, Optional.empty(), cause);
  }

  static ApiException unsent(Kind kind, String message, @Nullable Throwable cause) {
    return new ApiException(kind, 0, message, false, Optional.empty(), cause);
  }

  static ApiException sent(Kind kind, String message, Throwable cause) {
    return new ApiException(kind, 0, message, true, Optional.empty(), cause);
  }

  static ApiException refused(int status, String words, Optional<Duration> retryAfter) {
    return new ApiException(Kind.REFUSED, status, words, true, retryAfter, null);
  }

  /** {@return what happened} */
  public Kind kind() {
    return kind;
  }

  /** {@return the status of a refusal; 0 where nothing was answered} */
  public int status() {
    return status;
  }

  /** {@return whether the server refused it with this status} */
  public boolean is(int refusal) {
    return kind == Kind.REFUSED && status == refusal;
  }

  /** {@return how long the server wants to be left alone} */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** {@return whether the request may have reached the server} */
  public boolean sent() {
    return sent;
  }

  /** {@return whether trying again may help: no connection, no answer, or a server in distress} */
  public boolean passing() {
    return switch (kind) {
      case UNREACHABLE, LOST -> true;
      case REFUSED -> status == 429 || status == 410 || (status >= 500 && !isTooLarge());
      default -> false;
    };
  }

  /** {@return whether one object cannot hold what was to be written} */
  public boolean isTooLarge() {
    String words = String.valueOf(getMessage());
    return status == 413
        || words.contains("request is too large")
        || words.contains("trying to send message larger than max")
        || (status == 422 && words.contains("Too long: may not be more than"));
  }
}
