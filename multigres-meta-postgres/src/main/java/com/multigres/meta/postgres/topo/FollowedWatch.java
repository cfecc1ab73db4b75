package com.multigres.meta.postgres.topo;

import com.multigres.meta.postgres.topo.internal.KeySpan;
import com.multigres.meta.postgres.topo.internal.LogPage;
import com.multigres.meta.postgres.topo.internal.Stamp;
import com.multigres.meta.postgres.topo.internal.TopoLogReader;
import com.multigres.meta.postgres.topo.internal.TopoReads;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.WatchEvent.Resync.Kind;
import com.multigres.meta.topo.spi.WatchDelivery;
import java.util.Optional;

/** A watch and how far it has followed the log. Touched by the following thread alone. */
final class FollowedWatch {
  private final WatchDelivery delivery;
  private final KeySpan span;
  private Optional<Stamp> resume;
  private Optional<String> gap = Optional.empty();
  private boolean following;
  private long since;

  FollowedWatch(WatchDelivery delivery, KeySpan span, Optional<Stamp> resume) {
    this.delivery = delivery;
    this.span = span;
    this.resume = resume;
  }

  WatchDelivery delivery() {
    return delivery;
  }

  /** The log cannot be followed from where we are: everything is told anew. */
  void restart(String reason) {
    if (following || resume.isPresent()) {
      gap = Optional.of(reason);
    }
    following = false;
    resume = Optional.empty();
  }

  /** Tells the state, or what has happened since the point to resume from. */
  void begin(TopoReads reads, TopoLogReader log, Deadline deadline) {
    if (following) {
      return;
    }
    if (resume.isPresent()) {
      resumeFrom(resume.get(), log, deadline);
    }
    if (!following) {
      tellState(reads, deadline);
    }
  }

  private void resumeFrom(Stamp from, TopoLogReader log, Deadline deadline) {
    LogPage page = log.after(from, span, deadline);
    if (!page.known()) {
      restart(
          "the log does not hold " + from.cursor() + ": it was trimmed, or it is another history");
      return;
    }
    tell(page, from.counter(), true);
    while (page.more()) {
      // What was told is told: a failure in between resumes behind it.
      resume = Optional.of(page.next());
      page = log.after(page.next(), span, deadline);
      if (!page.known()) {
        restart("the log was trimmed while it was read");
        return;
      }
      tell(page, 0, true);
    }
    follow(page.head());
  }

  private void tellState(TopoReads reads, Deadline deadline) {
    TopoReads.State state = reads.state(span, deadline);
    gap.ifPresent(reason -> delivery.resync(Kind.REPLACE, reason, Stamp.NONE.cursor()));
    for (Node node : state.nodes()) {
      delivery.put(node, false, Stamp.NONE.cursor());
    }
    follow(state.at());
  }

  private void follow(Stamp at) {
    resume = Optional.empty();
    gap = Optional.empty();
    following = true;
    since = at.counter();
    delivery.inSync(at.cursor());
  }

  /** Tells what concerns this watch and is news to it. */
  void tell(LogPage page) {
    if (following) {
      tell(page, since, true);
      since = Math.max(since, page.next().counter());
    }
  }

  private void tell(LogPage page, long after, boolean known) {
    for (LogPage.Entry entry : page.entries()) {
      if (entry.at().counter() > after && span.contains(entry.key())) {
        entry
            .node()
            .ifPresentOrElse(
                node -> delivery.put(node, known, entry.at().cursor()),
                () -> delivery.deleted(entry.path(), entry.at().cursor()));
      }
    }
  }
}
