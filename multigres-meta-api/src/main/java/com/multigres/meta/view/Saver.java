package com.multigres.meta.view;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.spi.CallbackThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the view in its file: soon after it is current for the first time, then at an interval, and
 * at the end. A view that has learned nothing since it began leaves the file as it is.
 */
final class Saver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Saver.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Path file;
  private final Published published;
  private final InstantSource clock;
  private final Duration interval;
  private final ReentrantLock saving = new ReentrantLock();
  private Parts lastSaved;
  private Instant lastTried;
  private boolean saved;
  private boolean complained;
  private Optional<Subscription> looking = Optional.empty();

  Saver(Path file, Published published, InstantSource clock, Duration interval) {
    this.file = file;
    this.published = published;
    this.clock = clock;
    this.interval = interval;
    this.lastSaved = published.now().parts();
    this.lastTried = clock.instant();
  }

  void start(CallbackThreads threads) {
    Duration step = interval.compareTo(LOOK) < 0 ? interval : LOOK;
    looking = Optional.of(threads.repeat(this::look, step));
  }

  private void look() {
    saving.lock();
    try {
      boolean first = !saved && published.now().isCurrent();
      if (first || !lastTried.plus(interval).isAfter(clock.instant())) {
        saveIfLearned();
      }
    } finally {
      saving.unlock();
    }
  }

  private void saveIfLearned() {
    Parts now = published.now().parts();
    if (!now.follows() && now.knowsTheSameAs(lastSaved)) {
      return;
    }
    lastTried = clock.instant();
    try {
      SavedView.save(file, now, lastTried);
      lastSaved = now;
      saved = true;
      complained = false;
    } catch (ViewFileException e) {
      if (!complained) {
        LOG.warn("the view is not saved, trying again every {}: {}", interval, e.getMessage());
      }
      complained = true;
    }
  }

  /** Saves once more. */
  @Override
  public void close() {
    looking.ifPresent(Subscription::close);
    saving.lock();
    try {
      saveIfLearned();
    } finally {
      saving.unlock();
    }
  }
}
