package com.multigres.meta.testkit.workload;

import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.lock.Election;
import com.multigres.meta.topo.lock.Election.Leader;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whom one client is told of as the leader: it observes the office, anew now and then. */
final class TopoObserving implements Following {
  private static final Logger log = LoggerFactory.getLogger(TopoObserving.class);

  private final String name;
  private final TopoStore store;
  private final Notes notes;
  private final TopoPath office;
  private int streams;
  private Optional<Told> told = Optional.empty();
  private Optional<Watch> observing = Optional.empty();

  /** What one observing told last; empty in the first place, and nobody's token for nobody. */
  private static final class Told {
    private final String stream;
    private volatile Optional<Optional<FencingToken>> last = Optional.empty();

    private Told(String stream) {
      this.stream = stream;
    }
  }

  TopoObserving(String name, TopoStore store, Notes notes, TopoPath office) {
    this.name = name;
    this.store = store;
    this.notes = notes;
    this.office = office;
  }

  private Election election() {
    return store.locks().election(office);
  }

  /** Whoever observes begins with the present leader: there is nowhere to go on. */
  @Override
  public void begin(boolean resume) {
    close();
    Told next = new Told(name + ".observing" + ++streams);
    told = Optional.of(next);
    notes.tried(
        new TopoCall.Follow(next.stream, office, LockKind.QUEUE),
        () -> observing = Optional.of(election().observe(leader -> isTold(next, leader))));
  }

  private void isTold(Told to, Optional<Leader> leader) {
    Optional<FencingToken> token = leader.flatMap(one -> one.info().token());
    notes.log().told(new TopoCall.HolderTold(to.stream, office, LockKind.QUEUE, token));
    to.last = Optional.of(token);
  }

  @Override
  public void goOn() {
    if (told.isPresent() && observing.isEmpty()) {
      begin(true);
    }
  }

  @Override
  public List<String> settle() {
    if (!goesOn()) {
      return List.of(name + " could not observe whom it had observed before");
    }
    if (observing.isEmpty()) {
      return List.of();
    }
    Told last = told.orElseThrow();
    OptionalLong caughtUp = CaughtUp.since(() -> last.last, this::leading);
    // What is told while that is noted would stand behind it.
    close();
    notes.log().told(new Call.Settled(last.stream), caughtUp.orElseGet(System::nanoTime));
    return caughtUp.isPresent()
        ? List.of()
        : List.of(last.stream + " was not told of the last leader (T27)");
  }

  private boolean goesOn() {
    return Patience.comes(
        () -> {
          goOn();
          return told.isEmpty() || observing.isPresent();
        });
  }

  private Optional<Optional<FencingToken>> leading() {
    try {
      return Optional.of(election().leader().flatMap(one -> one.info().token()));
    } catch (TopoException refused) {
      log.debug("nobody knows who leads: {}", refused.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    observing.ifPresent(Watch::close);
    observing = Optional.empty();
  }
}
