package com.multigres.meta.topo.spi.lock;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.spi.BackgroundTask;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells who holds a lock, again whenever that has changed. Reads and tells on one lane. */
final class LockFollowing implements Watch {
  private static final Logger log = LoggerFactory.getLogger(LockFollowing.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  private final LockParts parts;
  private final TopoPath path;
  private final LockKind kind;
  private final Consumer<Optional<LockInfo>> listener;
  private final BackgroundTask look;
  private final Subscription signal;
  private final Subscription regularly;
  private Optional<FencingToken> told = Optional.empty();
  private Optional<FencingToken> latest = Optional.empty();
  private boolean begun;

  LockFollowing(
      LockParts parts, TopoPath path, LockKind kind, Consumer<Optional<LockInfo>> listener) {
    this.parts = parts;
    this.path = path;
    this.kind = kind;
    this.listener = listener;
    this.look = new BackgroundTask(parts.threads(), this::look);
    this.signal = parts.signals().on(path, look::request);
    this.regularly = parts.threads().repeat(look::request, LOOK_AGAIN);
    look.request();
  }

  private void look() {
    Optional<LockInfo> holder;
    try {
      holder =
          parts.backend().queue(path, parts.call()).stream()
              .filter(info -> info.kind() == kind && info.holds())
              .findFirst();
    } catch (TopoException away) {
      // Nothing is known, so nothing is told; the regular look comes again.
      log.debug("who holds {} cannot be read: {}", path, away.getMessage());
      return;
    }
    Optional<FencingToken> token = holder.flatMap(LockInfo::token);
    if ((begun && told.equals(token)) || isOld(token)) {
      return;
    }
    begun = true;
    told = token;
    latest = token.isPresent() ? token : latest;
    listener.accept(holder);
  }

  /** A store whose reads lag must not take a listener back. */
  private boolean isOld(Optional<FencingToken> token) {
    return token.isPresent()
        && latest.isPresent()
        && latest.get().incarnation().equals(token.get().incarnation())
        && latest.get().isAfter(token.get());
  }

  @Override
  public void close() {
    parts.life().release(this);
    signal.close();
    regularly.close();
    try {
      look.close(parts.call());
    } catch (TopoException stillRunning) {
      if (stillRunning.code() != Code.TIMEOUT) {
        throw stillRunning;
      }
      log.warn("{}: the listener is still being called", path);
    }
  }
}
