package com.multigres.meta.k8s.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.k8s.resource.ClusterResource;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads, decides and writes until a decision stands (rule C11). A write names the version that was
 * read. So one whose answer is lost is settled by the next: written over the same version again, of
 * the two only one can be carried out; and once the version is another, it can be no more. Used for
 * one call.
 */
final class ConditionalWrite {
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;
  private static final int TOO_MANY = 429;

  private final ClusterResource resource;
  private final CatalogReads reads;
  private final Pace pace;
  private @Nullable ApiException doubt; // about the write over this version
  private String doubted = "";

  /**
   * What is to be done about a call, decided on a resource as it was read.
   *
   * @param <T> what the caller is answered
   * @param version the resource's version when it was read
   * @param write what is to be written; empty where nothing is
   * @param answer the answer, once that is done
   */
  record Decision<T>(String version, Optional<ClusterResource.Write> write, T answer) {

    static <T> Decision<T> done(T answer) {
      return new Decision<>("", Optional.empty(), answer);
    }

    static <T> Decision<T> write(String version, ClusterResource.Write write, T answer) {
      return new Decision<>(version, Optional.of(write), answer);
    }
  }

  ConditionalWrite(ClusterResource resource, CatalogReads reads, Deadline deadline) {
    this.resource = resource;
    this.reads = reads;
    this.pace = new Pace(deadline);
  }

  /**
   * Writes what was decided.
   *
   * @param guess what would be written over what was known last, if anything
   * @param decide decides on what stands there now
   */
  <T> T until(Supplier<Optional<Decision<T>>> guess, Supplier<Decision<T>> decide) {
    Optional<Decision<T>> guessed = guess.get();
    if (guessed.isPresent() && guessedRight(guessed.get())) {
      return guessed.get().answer();
    }
    while (true) {
      Decision<T> decision = decided(decide);
      if (decision.write().isEmpty()) {
        return decision.answer();
      }
      if (!decision.version().equals(doubted)) {
        doubt = null;
      }
      if (written(decision.write().get(), decision.version(), false)) {
        return decision.answer();
      }
    }
  }

  private <T> boolean guessedRight(Decision<T> guess) {
    ClusterResource.Write write = guess.write().orElseThrow();
    return written(write, guess.version(), true);
  }

  private <T> Decision<T> decided(Supplier<Decision<T>> decide) {
    try {
      return decide.get();
    } catch (CatalogException failed) {
      if (doubt == null || !isAboutReading(failed)) {
        throw failed;
      }
      CatalogException before = CatalogErrors.doubtful(resource, doubt);
      throw new CatalogException(
          failed.code() == Code.INTERRUPTED ? failed.code() : before.code(),
          null,
          Outcome.UNKNOWN,
          before.getMessage() + "; after that, " + failed.getMessage(),
          null,
          failed);
    }
  }

  /** A refusal by the rules means that the resource was read, and has moved on. */
  private static boolean isAboutReading(CatalogException failed) {
    return switch (failed.code()) {
      case UNAVAILABLE, TIMEOUT, INTERRUPTED, ACCESS_DENIED, INTERNAL -> true;
      default -> false;
    };
  }

  /** Whether it was; if not, look again. */
  private boolean written(ClusterResource.Write write, String version, boolean guess) {
    try {
      reads.written(resource.write(write, pace.deadline()));
      return true;
    } catch (ApiException fault) {
      if (fault.is(CONFLICT)) {
        if (!guess) {
          pauseOrGiveUp(fault, Duration.ZERO);
        }
        return false;
      }
      if (!fault.sent() || fault.is(TOO_MANY)) {
        if (!fault.passing()) {
          throw error(fault);
        }
        pauseOrGiveUp(fault, fault.retryAfter().orElse(Duration.ZERO));
        return false;
      }
      if (fault.kind() == ApiException.Kind.REFUSED && !fault.passing()) {
        return refused(fault, write, version, guess);
      }
      if (doubt == null || fault.kind() != ApiException.Kind.LATE) {
        doubt = fault;
      }
      doubted = version;
      if (!fault.passing()) {
        throw error(fault);
      }
      pauseOrGiveUp(fault, fault.retryAfter().orElse(Duration.ZERO));
      return false;
    }
  }

  /** A patch names places in lists; on another version than was read they may not be there. */
  private boolean refused(
      ApiException fault, ClusterResource.Write write, String version, boolean guess) {
    boolean maybeStale =
        fault.is(UNPROCESSABLE) && (guess || write.kind() == ClusterResource.Write.Kind.PATCH);
    if (maybeStale && !reads.resource(pace.deadline()).version().equals(version)) {
      return false;
    }
    throw error(fault);
  }

  private void pauseOrGiveUp(ApiException fault, Duration wished) {
    if (!pace.pause(wished)) {
      if (fault.is(CONFLICT) && doubt == null) {
        throw CatalogException.refused(
            Code.TIMEOUT,
            "the " + pace.deadline() + " passed, and others changed " + resource + " every time");
      }
      throw error(fault);
    }
  }

  /** That the time is up says less than what the server said before. */
  private CatalogException error(ApiException fault) {
    if (doubt == null) {
      return CatalogErrors.harmless(resource, fault);
    }
    return CatalogErrors.doubtful(resource, fault.kind() == ApiException.Kind.LATE ? doubt : fault);
  }
}
