package com.multigres.meta.topo.etcd;

import com.multigres.meta.topo.etcd.internal.Contact;
import com.multigres.meta.topo.etcd.internal.Requests;
import com.multigres.meta.topo.spi.LeaseClock;
import com.multigres.meta.topo.spi.SessionLife;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews all leases of a store over one stream, three times in each one's time to live, and counts
 * those as lost, on our own clock, whose renewal was not answered in time (rules T18 and T20).
 * {@link #tick} is called by one thread; the rest is thread-safe.
 */
final class LeaseKeeper {
  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final int RENEWALS_PER_TTL = 3;
  private static final Duration LONGEST_PACE = Duration.ofSeconds(10);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private final Requests requests;
  private final Contact contact;
  private final Map<Long, Kept> kept = new ConcurrentHashMap<>();
  private volatile @Nullable Stream stream;

  LeaseKeeper(Requests requests, Contact contact) {
    this.requests = requests;
    this.contact = contact;
  }

  private static final class Kept {
    private final SessionLife life;
    private final Duration pace;
    private volatile long sentNanos;
    private volatile long renewedNanos;
    private volatile boolean unanswered;

    Kept(SessionLife life) {
      this.life = life;
      Duration third = life.ttl().dividedBy(RENEWALS_PER_TTL);
      this.pace = third.compareTo(LONGEST_PACE) > 0 ? LONGEST_PACE : third;
      this.sentNanos = LeaseClock.nanos();
      this.renewedNanos = sentNanos;
    }

    /** Asks the clock only where the answer is in doubt: there may be thousands of leases. */
    boolean overdue(long now) {
      return now - renewedNanos >= life.ttl().toNanos() / 2 && life.overdue();
    }

    boolean due(long now) {
      return now - sentNanos >= pace.toNanos();
    }

    boolean overlong(long now) {
      Duration wait = pace.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : pace;
      return unanswered && now - sentNanos >= wait.toNanos();
    }
  }

  void add(SessionLife life) {
    kept.put(Leases.id(life), new Kept(life));
  }

  void remove(SessionLife life) {
    kept.remove(Leases.id(life));
  }

  boolean isEmpty() {
    return kept.isEmpty();
  }

  /** The longest time to live among the open ones, zero when there is none. */
  Duration longestTtl() {
    return kept.values().stream()
        .map(one -> one.life.ttl())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** The store is not what it was: whatever it holds, these sessions are over (rule T33). */
  void loseAll() {
    List.copyOf(kept.values()).forEach(this::lose);
  }

  private void lose(Kept one) {
    kept.remove(Leases.id(one.life));
    if (one.life.lose()) {
      log.warn("session {} was lost", one.life.id());
    }
  }

  /** Renews what is due and gives up what is overdue. */
  void tick() {
    long now = LeaseClock.nanos();
    Stream open = stream;
    if (open != null && (open.broken || anyOverlong(now))) {
      stream = null;
      open.end();
      contact.doubted();
      kept.values().forEach(one -> one.unanswered = false);
    }
    for (Kept one : kept.values()) {
      if (one.overdue(now)) {
        lose(one);
      } else if (!one.unanswered && (one.due(now) || stream == null)) {
        // Never two at once: an answer would not say which of them it answers.
        renew(one, now);
      }
    }
  }

  private boolean anyOverlong(long now) {
    return kept.values().stream().anyMatch(one -> one.overlong(now));
  }

  private void renew(Kept one, long now) {
    Stream open = stream;
    if (open == null) {
      open = new Stream();
      requests.stream(LeaseGrpc.getLeaseKeepAliveMethod(), open);
      stream = open;
      // What was asked on the former one is asked again.
      kept.values().forEach(other -> other.sentNanos = now - other.pace.toNanos());
    }
    one.sentNanos = now;
    one.unanswered = true;
    open.send(Leases.id(one.life));
  }

  void close() {
    Stream open = stream;
    if (open != null) {
      open.end();
    }
  }

  private final class Stream
      implements ClientResponseObserver<LeaseKeepAliveRequest, LeaseKeepAliveResponse> {
    private @Nullable ClientCallStreamObserver<LeaseKeepAliveRequest> out;
    private volatile boolean broken;

    @Override
    public void beforeStart(ClientCallStreamObserver<LeaseKeepAliveRequest> opened) {
      out = opened;
    }

    void send(long id) {
      ClientCallStreamObserver<LeaseKeepAliveRequest> open = out;
      if (open != null && !broken) {
        open.onNext(LeaseKeepAliveRequest.newBuilder().setID(id).build());
      }
    }

    void end() {
      ClientCallStreamObserver<LeaseKeepAliveRequest> open = out;
      if (open != null) {
        open.cancel("no longer needed", null);
      }
    }

    @Override
    public void onNext(LeaseKeepAliveResponse answer) {
      contact.answered();
      Kept one = kept.get(answer.getID());
      if (one == null || stream != this) {
        // An answer on a former stream says nothing of what was sent on this one.
        return;
      }
      one.unanswered = false;
      if (answer.getTTL() > 0) {
        one.life.renewed(one.sentNanos);
        one.renewedNanos = one.sentNanos;
      } else {
        lose(one);
      }
    }

    @Override
    public void onError(Throwable failure) {
      broken = true;
      contact.doubted();
    }

    @Override
    public void onCompleted() {
      broken = true;
    }
  }
}
