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
import java.util.OptionalLong;
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
    Optional<String> after = cursor.flatMap(at -> followed).map(Followed::stream);
    String stream = name + ".watch" + ++streams;
    Followed next =
        cursor.isPresent()
            ? followed.orElseThrow().next(stream)
            : new Followed(stream, notes.log(), false);
    WatchOptions options = WatchOptions.tree();
    WatchOptions from = cursor.map(options::resumingFrom).orElse(options);
    followed = Optional.of(next);
    notes.tried(
        new TopoCall.Watch(stream, places.root(), true, after.isPresent(), after),
        () -> watch = Optional.of(store.watch(places.root(), from, next)));
  }

  @Override
  public void goOn() {
    if (followed.isPresent() && watch.isEmpty()) {
      begin(true);
    }
  }

  @Override
  public List<String> settle() {
    if (!goesOn()) {
      return List.of(name + " could not watch what it had watched before");
    }
    if (watch.isEmpty()) {
      return List.of();
    }
    Followed last = followed.orElseThrow();
    OptionalLong caughtUp =
        CaughtUp.since(
            () -> last.isInSync() ? Optional.of(last.state()) : Optional.empty(), this::standing);
    // What is told while that is noted would stand behind it.
    close();
    notes.log().told(new Call.Settled(last.stream()), caughtUp.orElseGet(System::nanoTime));
    return caughtUp.isPresent()
        ? List.of()
        : List.of(last.stream() + " did not catch up with what stands");
  }

  private boolean goesOn() {
    return Patience.comes(
        () -> {
          goOn();
          return followed.isEmpty() || watch.isPresent();
        });
  }

  private Optional<List<Seen>> standing() {
    try {
      return Optional.of(store.list(places.root()).stream().map(Seen::of).toList());
    } catch (TopoException refused) {
      log.debug("nobody knows what stands: {}", refused.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    watch.ifPresent(Watch::close);
    watch = Optional.empty();
  }
}
