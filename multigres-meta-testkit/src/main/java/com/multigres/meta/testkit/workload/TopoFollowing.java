package com.multigres.meta.testkit.workload;

import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.Seen;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchOptions;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one client watches: one tree at a time, anew or where it ended now and then. */
final class TopoFollowing implements Following {
  private static final Logger log = LoggerFactory.getLogger(TopoFollowing.class);

  private final String name;
  private final TopoStore store;
  private final Notes notes;
  private final TopoPlaces places;
  private int streams;
  private Optional<Followed> followed = Optional.empty();
  private Optional<Watch> watch = Optional.empty();

  TopoFollowing(String name, TopoStore store, Notes notes, TopoPlaces places) {
    this.name = name;
    this.store = store;
    this.notes = notes;
    this.places = places;
  }

  @Override
  public void begin(boolean resume) {
    close();
    Optional<Cursor> cursor = resume ? followed.flatMap(Followed::cursor) : Optional.empty();
    String stream = name + ".watch" + ++streams;
    Followed next =
        cursor.isPresent()
            ? followed.orElseThrow().next(stream)
            : new Followed(stream, notes.log(), places, true);
    WatchOptions options = WatchOptions.tree();
    WatchOptions from = cursor.map(options::resumingFrom).orElse(options);
    followed = Optional.of(next);
    notes.tried(
        new TopoCall.Watch(stream, places.root(), true, cursor.isPresent()),
        () -> watch = Optional.of(store.watch(places.root(), from, next)));
  }

  @Override
  public void goOn() {
    if (followed.isPresent() && watch.isEmpty()) {
      begin(true);
    }
  }

  @Override
  public void settle() {
    if (watch.isPresent()) {
      Followed last = followed.orElseThrow();
      catchUp(last);
      last.claim();
      notes.log().told(new Call.Settled(last.stream()));
      close();
    }
  }

  private void catchUp(Followed last) {
    try {
      Patience.eventually()
          .ignoreException(TopoException.class)
          .until(() -> last.state().equals(seen()));
    } catch (ConditionTimeoutException never) {
      // The history says what it told last, and is judged by that.
      log.info("{} did not catch up: {}", last.stream(), never.getMessage());
    }
  }

  private List<Seen> seen() {
    return store.list(places.root()).stream().map(Seen::of).toList();
  }

  @Override
  public void close() {
    watch.ifPresent(Watch::close);
    watch = Optional.empty();
  }
}
