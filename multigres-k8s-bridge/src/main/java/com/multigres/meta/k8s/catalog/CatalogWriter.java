package com.multigres.meta.k8s.catalog;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.spi.Judgement;
import com.multigres.meta.k8s.catalog.ConditionalWrite.Decision;
import com.multigres.meta.k8s.resource.ClusterResource;
import com.multigres.meta.k8s.resource.Content;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.k8s.resource.Resource;
import com.multigres.meta.k8s.resource.ResourceWrites;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Changes a catalog: decides on what it read, and writes only over that. Thread-safe. */
final class CatalogWriter {
  private final ClusterResource resource;
  private final CatalogReads reads;
  private final int remembered;

  /** Of several who write through one store, one at a time: else they refuse each other. */
  private final ReentrantLock turn = new ReentrantLock(true);

  /**
   * A writer.
   *
   * @param remembered how many change ids stay known
   */
  CatalogWriter(ClusterResource resource, CatalogReads reads, int remembered) {
    this.resource = resource;
    this.reads = reads;
    this.remembered = remembered;
  }

  Applied apply(List<CatalogChange> changes, ApplyOptions options, Deadline deadline) {
    ChangeId id = options.changeId().orElseGet(ChangeId::random);
    return inTurn(
        deadline,
        () ->
            new ConditionalWrite(resource, reads, deadline)
                .until(
                    () -> reads.known().flatMap(known -> guess(known, id, changes, options)),
                    () -> decide(reads.now(deadline), id, changes, options)));
  }

  /** A write over what was known last saves a read where nobody else wrote; all else needs one. */
  private Optional<Decision<Applied>> guess(
      Standing known, ChangeId id, List<CatalogChange> changes, ApplyOptions options) {
    try {
      return Optional.of(decide(known, id, changes, options))
          .filter(decision -> decision.write().isPresent());
    } catch (CatalogException maybeNoLonger) {
      return Optional.empty();
    }
  }

  private <T> T inTurn(Deadline deadline, Supplier<T> work) {
    try {
      if (!turn.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw CatalogException.refused(
            Code.TIMEOUT, "the " + deadline + " passed before its turn to write came");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw CatalogException.refused(Code.INTERRUPTED, "the calling thread was interrupted");
    }
    try {
      return work.get();
    } finally {
      turn.unlock();
    }
  }

  private Decision<Applied> decide(
      Standing now, ChangeId id, List<CatalogChange> changes, ApplyOptions options) {
    Optional<Applied> before = now.log().answer(id);
    if (before.isPresent()) {
      return Decision.done(before.get());
    }
    CatalogSnapshot snapshot = now.snapshot();
    options
        .expected()
        .ifPresent(expected -> Judgement.expect(expected, snapshot.position(), now.log()::knows));
    Catalog next = Judgement.next(snapshot, now.fence(), changes, options);
    if (next.equals(now.catalog())) {
      Applied unchanged = new Applied(now.position(), false);
      // Nothing is written of it, unless somebody may ask for it again by its name.
      return options.changeId().isEmpty()
          ? Decision.done(unchanged)
          : write(now, next, now.log().withUnchanged(id), unchanged);
    }
    Position made = new Position(now.position().generation() + 1, id);
    return write(now, next, now.log().with(made), new Applied(made, true));
  }

  private Decision<Applied> write(Standing now, Catalog next, ChangeLog log, Applied answer) {
    return Decision.write(
        now.resource().version(),
        write(now.resource(), now.content(), next, log.bounded(remembered)),
        answer);
  }

  private ClusterResource.Write write(Resource read, Content now, Catalog next, ChangeLog log) {
    Content content = Content.of(next);
    Map<String, String> marks = new HashMap<>();
    marks.put(Marks.POSITION, StandingReader.mark(log.last(), content.hash()));
    marks.put(Marks.CATALOG, SideText.write(SideState.of(next)));
    marks.put(Marks.CHANGES, log.text());
    return ResourceWrites.of(resource, read, now, content, marks);
  }

  CatalogSnapshot initialise(Deadline deadline) {
    ChangeId id = ChangeId.random();
    new ConditionalWrite(resource, reads, deadline)
        .until(Optional::empty, () -> decideFirst(reads.resource(deadline), id));
    return reads.now(deadline).snapshot();
  }

  private Decision<Boolean> decideFirst(Resource read, ChangeId id) {
    if (StandingReader.isInitialised(read)) {
      return Decision.done(true);
    }
    Content now = Content.of(read);
    Catalog adopted = CatalogAssembly.first(now);
    ChangeLog log = ChangeLog.startingAt(new Position(1, id));
    return Decision.write(read.version(), write(read, now, adopted, log), true);
  }

  void raiseFence(long token, Deadline deadline) {
    new ConditionalWrite(resource, reads, deadline)
        .until(Optional::empty, () -> decideFence(reads.now(deadline), token));
  }

  private Decision<Boolean> decideFence(Standing now, long token) {
    if (token < now.fence()) {
      throw new CatalogException(
          Code.NOT_ALLOWED,
          "C12",
          Outcome.NOT_APPLIED,
          "C12: fence token " + token + " is smaller than the current one, " + now.fence(),
          null,
          null);
    }
    if (token == now.fence()) {
      return Decision.done(true);
    }
    Map<String, String> mark = Map.of(Marks.FENCE, Long.toString(token));
    ClusterResource.Write write =
        ResourceWrites.of(resource, now.resource(), now.content(), now.content(), mark);
    return Decision.write(now.resource().version(), write, true);
  }
}
