package com.multigres.meta.postgres.topo.internal;

import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.postgres.internal.PostgresFailure.Kind;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Sends requests, each in one round trip that decides and commits, and knows what became of them.
 * What is certain not to have happened is sent again, under a new id.
 */
public final class TopoWrites {
  private static final String BROKEN_SHAPE = "MTT03";
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final int ATTEMPTS_AFTER_LOSS = 2;

  private final TopoDatabase database;
  private final NodeKeys keys;
  private final RequestResolver resolver;

  public TopoWrites(TopoDatabase database, NodeKeys keys, RequestResolver resolver) {
    this.database = database;
    this.keys = keys;
    this.resolver = resolver;
  }

  /**
   * Applies changes.
   *
   * @throws TopoException where nothing can be said of the single changes
   */
  public Reply apply(List<Change> changes, boolean atomic, Deadline deadline) {
    return submit(
        (connection, writeId) ->
            new Request(writeId, changes, atomic).send(connection, database, keys, deadline),
        failure -> refuseShape(failure, changes),
        deadline);
  }

  /** Sends what applies itself under an id, and notes the id with its answer. */
  interface Submission {
    Reply send(Connection connection, long writeId) throws SQLException;

    /**
     * Its caller is told that nobody knows what becomes of it.
     *
     * @param settle waits for it where it is in flight, else makes it impossible for ever; blocks
     */
    default void leftInDoubt(Consumer<Deadline> settle) {}
  }

  /**
   * Sends a submission until it is known to be done or refused.
   *
   * @param refusals throws what a failure says of the submission itself
   * @throws TopoException where nothing can be said of it
   */
  Reply submit(Submission submission, Consumer<PostgresFailure> refusals, Deadline deadline) {
    int losses = 0;
    while (true) {
      long writeId = Request.newId();
      SentAt sent = SentAt.now();
      PostgresFailure failure;
      try {
        return database.write(deadline, connection -> submission.send(connection, writeId));
      } catch (PostgresFailure failed) {
        failure = failed;
      }
      refusals.accept(failure);
      if (failure.outcome() == Outcome.UNKNOWN) {
        Optional<Reply> done = resolved(submission, writeId, failure, sent, deadline);
        if (done.isPresent()) {
          return done.get();
        }
        losses++;
      }
      if (!again(failure, losses, deadline)) {
        throw TopoFailures.translate(failure, Outcome.NOT_APPLIED);
      }
    }
  }

  /** What the server had answered; empty when it was not and never will be applied. */
  private Optional<Reply> resolved(
      Submission submission, long writeId, PostgresFailure lost, SentAt sent, Deadline deadline) {
    try {
      if (lost.kind() == Kind.INTERRUPTED) {
        throw TopoFailures.translate(lost, Outcome.UNKNOWN);
      }
      return resolver.resolve(writeId, lost, sent, deadline);
    } catch (TopoException unknown) {
      submission.leftInDoubt(
          later -> {
            var unused = resolver.resolve(writeId, lost, sent, later);
          });
      throw unknown;
    }
  }

  private static boolean again(PostgresFailure failure, int losses, Deadline deadline) {
    boolean contended = failure.kind() == Kind.CONTENDED;
    boolean cut = failure.kind() == Kind.UNAVAILABLE && losses > 0 && losses < ATTEMPTS_AFTER_LOSS;
    if (deadline.expired() || !(contended || cut)) {
      return false;
    }
    LockSupport.parkNanos(PAUSE.toNanos());
    return true;
  }

  /**
   * A batch that would leave a node below a bound one is undone as a whole; the detail says where.
   */
  private static void refuseShape(PostgresFailure failure, List<Change> changes) {
    if (failure.sqlState().filter(BROKEN_SHAPE::equals).isPresent()) {
      String[] numberAndCode = failure.detail().orElseThrow().split(" ", -1);
      throw Verdict.of(Integer.parseInt(numberAndCode[1]))
          .refusal(changes.get(Integer.parseInt(numberAndCode[0]) - 1).path());
    }
  }
}
