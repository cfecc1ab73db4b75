package com.multigres.meta.testkit.workload;

import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogListener;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.CatalogNews;
import com.multigres.meta.testkit.history.ClientLog;
import com.multigres.meta.testkit.history.file.CatalogContent;
import java.util.Optional;

/** A subscription's listener: it records all that it is told. */
final class FollowedCatalog implements CatalogListener {
  private final String stream;
  private final ClientLog log;
  private volatile Optional<Position> last;

  FollowedCatalog(String stream, ClientLog log, Optional<Position> from) {
    this.stream = stream;
    this.log = log;
    this.last = from;
  }

  String stream() {
    return stream;
  }

  /** The last position that it knows. */
  Optional<Position> last() {
    return last;
  }

  @Override
  public void onEvent(CatalogEvent event) {
    log.told(new CatalogCall.Told(stream, news(event)));
    if (event instanceof CatalogEvent.Changed changed) {
      last = Optional.of(changed.snapshot().position());
    } else if (event instanceof CatalogEvent.Full full) {
      last = Optional.of(full.snapshot().position());
    }
  }

  private static CatalogNews news(CatalogEvent event) {
    if (event instanceof CatalogEvent.Changed changed) {
      return new CatalogNews.Changed(changed.snapshot().position(), content(changed.snapshot()));
    }
    return event instanceof CatalogEvent.Full full
        ? new CatalogNews.Full(full.snapshot().position(), full.reason(), content(full.snapshot()))
        : new CatalogNews.Ended(((CatalogEvent.Ended) event).error().code().name());
  }

  static String content(CatalogSnapshot snapshot) {
    return CatalogContent.of(snapshot.catalog());
  }
}
