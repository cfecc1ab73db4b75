package com.multigres.meta.testkit.catalog.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogListener;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.testkit.Patience;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that remembers what it was told. */
public final class Recording implements CatalogListener {
  private final List<CatalogEvent> events = new CopyOnWriteArrayList<>();

  @Override
  public void onEvent(CatalogEvent event) {
    events.add(event);
  }

  public List<CatalogEvent> events() {
    return List.copyOf(events);
  }

  /** Waits for so many events, and checks that no more came with them. */
  public List<CatalogEvent> await(int count) {
    Patience.eventually()
        .untilAsserted(() -> assertThat(events).hasSizeGreaterThanOrEqualTo(count));
    assertThat(events).hasSize(count);
    return events();
  }

  /** Waits until a position was told. */
  public List<CatalogEvent> await(Position position) {
    Patience.eventually()
        .untilAsserted(() -> assertThat(events).extracting(Recording::position).contains(position));
    return events();
  }

  public static Position position(CatalogEvent event) {
    return snapshotOf(event).position();
  }

  public static CatalogSnapshot snapshotOf(CatalogEvent event) {
    if (event instanceof CatalogEvent.Changed changed) {
      return changed.snapshot();
    }
    if (event instanceof CatalogEvent.Full full) {
      return full.snapshot();
    }
    throw new AssertionError("the subscription ended: " + event);
  }

  public static CatalogEvent.Full.Reason reasonOf(CatalogEvent event) {
    assertThat(event).isInstanceOf(CatalogEvent.Full.class);
    return ((CatalogEvent.Full) event).reason();
  }
}
