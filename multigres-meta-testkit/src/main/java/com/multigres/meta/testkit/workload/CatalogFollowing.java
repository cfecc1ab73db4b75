package com.multigres.meta.testkit.workload;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.CatalogCall;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one client subscribes to: one at a time, anew or where it ended now and then. */
final class CatalogFollowing implements Following {
  private static final Logger log = LoggerFactory.getLogger(CatalogFollowing.class);

  private final String name;
  private final CatalogStore store;
  private final Notes notes;
  private int streams;
  private Optional<FollowedCatalog> followed = Optional.empty();
  private Optional<Subscription> running = Optional.empty();

  CatalogFollowing(String name, CatalogStore store, Notes notes) {
    this.name = name;
    this.store = store;
    this.notes = notes;
  }

  @Override
  public void begin(boolean resume) {
    close();
    Optional<Position> from = resume ? followed.flatMap(FollowedCatalog::last) : Optional.empty();
    String stream = name + ".subscription" + ++streams;
    FollowedCatalog next = new FollowedCatalog(stream, notes.log(), from);
    followed = Optional.of(next);
    notes.tried(
        new CatalogCall.Subscribe(stream, from),
        () -> running = Optional.of(store.subscribe(from, next)));
  }

  @Override
  public void goOn() {
    if (followed.isPresent() && running.isEmpty()) {
      begin(true);
    }
  }

  @Override
  public List<String> settle() {
    if (!goesOn()) {
      return List.of(name + " could not subscribe to what it had followed before");
    }
    if (running.isEmpty()) {
      return List.of();
    }
    FollowedCatalog last = followed.orElseThrow();
    OptionalLong caughtUp = CaughtUp.since(last::last, this::standing);
    close();
    notes.log().told(new Call.Settled(last.stream()), caughtUp.orElseGet(System::nanoTime));
    return caughtUp.isPresent()
        ? List.of()
        : List.of(last.stream() + " did not catch up with the catalog");
  }

  private boolean goesOn() {
    return Patience.comes(
        () -> {
          goOn();
          return followed.isEmpty() || running.isPresent();
        });
  }

  private Optional<Position> standing() {
    try {
      return Optional.of(store.read().position());
    } catch (CatalogException refused) {
      log.debug("nobody knows where the catalog stands: {}", refused.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    running.ifPresent(Subscription::close);
    running = Optional.empty();
  }
}
