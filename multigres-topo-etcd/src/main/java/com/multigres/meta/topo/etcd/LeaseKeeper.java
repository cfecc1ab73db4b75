package com.multigres.meta.topo.etcd;

import com.multigres.meta.topo.etcd.internal.Backoff;
import com.multigres.meta.topo.etcd.internal.Contact;
import com.multigres.meta.topo.etcd.internal.Requests;
import com.multigres.meta.topo.spi.LeaseClock;
import com.multigres.meta.topo.spi.SessionLife;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews all leases of a store over one stream, three times in each one's time to live and the most
 * urgent first, and counts those as lost, on our own clock, whose renewal was not answered in time
 * (rules T18 and T20). {@link #tick} is called by one thread; the rest is thread-safe.
 */
final class LeaseKeeper {
  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final int RENEWALS_PER_TTL = 3;
  private static final Duration LONGEST_PACE = Duration.ofSeconds(10);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
  // Each a little early, by chance: so leases that were opened together are not renewed together.
  private static final double LEAST_PART = 0.8;

  private final Requests requests;
  private final Contact contact;
  private final Map<Long, Kept> kept = new ConcurrentHashMap<>();
  // Touched by the ticking thread alone.
  private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
  private long nextOpenNanos = LeaseClock.nanos();
  private volatile @Nullable RenewalStream stream;

  LeaseKeeper(Requests requests, Contact contact) {
    this.requests = requests;
    this.contact = contact;
  }

  private static final class Kept {
    private final SessionLife life;
    private final Duration pace;
    private volatile long dueNanos;
    private volatile long renewedNanos;

    Kept(SessionLife life) {
      this.life = life;
      Duration third = life.ttl().dividedBy(RENEWALS_PER_TTL);
      this.pace = third.compareTo(LONGEST_PACE) > 0 ? LONGEST_PACE : third;
      this.renewedNanos = LeaseClock.nanos();
      dueAfterItsPace(renewedNanos);
    }

    void dueAfterItsPace(long now) {
      double part = ThreadLocalRandom.current().nextDouble(LEAST_PART, 1);
      dueNanos = now + (long) (pace.toNanos() * part);
    }

    /** Asks the clock only where the answer is in doubt: there may be thousands of leases. */
    boolean overdue(long now) {
      return now - renewedNanos >= life.ttl().toNanos() / 2 && life.overdue();
    }

    long nanosLeft(long now) {
      return life.ttl().toNanos() - (now - renewedNanos);
    }

    void renewed(long sentNanos) {
      life.renewed(sentNanos);
      renewedNanos = sentNanos;
    }
  }

  void add(SessionLife life) {
    kept.put(Leases.id(life), new Kept(life));
  }

  void remove(SessionLife life) {
    kept.remove(Leases.id(life));
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
    leaveStalled(now);
    List.copyOf(kept.values()).stream().filter(one -> one.overdue(now)).forEach(this::lose);
    RenewalStream open = kept.isEmpty() ? null : opened(now);
    if (open != null) {
      kept.values().stream()
          .filter(one -> now - one.dueNanos >= 0 && !open.awaits(Leases.id(one.life)))
          .sorted(Comparator.comparingLong(one -> one.nanosLeft(now)))
          .forEach(one -> renew(one, open, now));
    }
  }

  private void leaveStalled(long now) {
    RenewalStream open = stream;
    if (open == null) {
      return;
    }
    if (open.hasAnswered()) {
      backoff.reset();
    }
    if (open.isBroken() || open.hasStalled(now, patience())) {
      stream = null;
      open.end();
      contact.doubted();
      nextOpenNanos = now + backoff.next().toNanos();
    }
  }

  /** How long a stream may say nothing: the hastiest lease decides. */
  private Duration patience() {
    return kept.values().stream()
        .map(one -> one.pace)
        .min(Duration::compareTo)
        .filter(pace -> pace.compareTo(LONGEST_WAIT) < 0)
        .orElse(LONGEST_WAIT);
  }

  private @Nullable RenewalStream opened(long now) {
    RenewalStream open = stream;
    if (open != null || now - nextOpenNanos < 0) {
      return open;
    }
    if (requests.needsLogin()) {
      // Whoever asks whether the servers are there logs in first.
      contact.doubted();
      return null;
    }
    RenewalStream fresh = RenewalStream.open(requests, contact, this::answered);
    stream = fresh;
    // What was asked on the former one is asked again.
    kept.values().forEach(one -> one.dueNanos = now);
    return fresh;
  }

  private static void renew(Kept one, RenewalStream open, long now) {
    one.dueAfterItsPace(now);
    open.send(Leases.id(one.life), now);
  }

  private void answered(long lease, long sentNanos, boolean stands) {
    Kept one = kept.get(lease);
    if (one == null) {
      return;
    }
    if (stands) {
      one.renewed(sentNanos);
    } else {
      lose(one);
    }
  }

  void close() {
    RenewalStream open = stream;
    if (open != null) {
      open.end();
    }
  }
}
