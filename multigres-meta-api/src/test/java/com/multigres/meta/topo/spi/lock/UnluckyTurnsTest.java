package com.multigres.meta.topo.spi.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Capabilities;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.LeaseClock;
import com.multigres.meta.topo.spi.SessionLife;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.TopoArguments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Moments at which a queue moves that no server can be made to hit (rules T22 and T25). */
class UnluckyTurnsTest {
  private static final TopoPath PATH = TopoPath.of("shard");

  private final CallbackThreads threads = new CallbackThreads("test");

  @AfterEach
  void endThreads() {
    threads.close(Deadline.after(Duration.ofSeconds(10)));
  }

  @Test
  void aThiefThatBecameTheHolderMeanwhileTakesNothingFromItself() {
    Scripted backend = new Scripted(Duration.ofMinutes(1));
    backend.grantedWithTheReadOfTheQueue = true;
    LockOptions stealing = LockOptions.of("thief").stealing(Duration.ofMinutes(5));

    TopoLock lock = locks(backend).lock(PATH, stealing);

    assertThat(lock.isHeld()).isTrue();
    assertThat(backend.revoked).isEmpty();
    lock.close();
  }

  @Test
  void whatIsGrantedTooLateAgainAndAgainIsNotAskedForWithoutAPause() {
    Scripted backend = new Scripted(Duration.ZERO);
    LockOptions impatient = LockOptions.of("unlucky").waiting(Duration.ofSeconds(1));

    TopoException refusal =
        catchThrowableOfType(TopoException.class, () -> locks(backend).lock(PATH, impatient));

    assertThat(refusal.code()).isEqualTo(Code.LOCK_LOST);
    // One second in pauses of a quarter.
    assertThat(backend.places).hasSizeBetween(2, 6);
  }

  private StoreLocks locks(LockBackend backend) {
    Capabilities limits =
        new Capabilities(
            EnumSet.allOf(Capability.class),
            1 << 20,
            1024,
            128,
            1 << 20,
            Duration.ofMillis(1),
            Duration.ofDays(1),
            Duration.ofSeconds(1));
    return new StoreLocks(
        backend,
        new TopoArguments("scripted", TopoPath.root(), limits),
        new StoreLife("scripted://"),
        threads,
        new LockSignals(),
        Duration.ofSeconds(10));
  }

  /** Grants nothing at once; whoever looks holds. */
  private final class Scripted implements LockBackend {
    private final Duration left;
    private final List<LockPlace> places = new ArrayList<>();
    private final List<LockInfo> revoked = new ArrayList<>();
    private boolean grantedWithTheReadOfTheQueue;

    /**
     * A backend.
     *
     * @param left what is left of a place's time to live when it is granted
     */
    Scripted(Duration left) {
      this.left = left;
    }

    @Override
    public Duration defaultTtl() {
      return Duration.ofMinutes(1);
    }

    @Override
    public LockPlace enter(LockRequest request, boolean wait, Deadline deadline) {
      long sent = LeaseClock.nanos() - request.ttl().minus(left).toNanos();
      SessionId id = new SessionId("place " + places.size());
      SessionLife lease = new SessionLife(id, request.ttl(), sent, threads);
      LockPlace place = new LockPlace(request, lease, Optional.empty());
      places.add(place);
      return place;
    }

    @Override
    public Optional<LockGrant> look(LockPlace place, Deadline deadline) {
      return Optional.of(grant(place));
    }

    private LockGrant grant(LockPlace place) {
      FencingToken token =
          new FencingToken("scripted", "1", places.size(), place.lease().id().value());
      return new LockGrant(token, Optional.empty());
    }

    @Override
    public void leave(LockPlace place, Deadline deadline) {}

    @Override
    public List<LockInfo> queue(TopoPath path, Deadline deadline) {
      if (!grantedWithTheReadOfTheQueue) {
        return List.of();
      }
      LockPlace place = places.get(places.size() - 1);
      LockRequest request = place.request();
      LockGrant grant = grant(place);
      return List.of(
          new LockInfo(
              path, request.kind(), request.content(), Optional.of(grant.token()), grant.at()));
    }

    @Override
    public boolean revoke(LockInfo holder, Deadline deadline) {
      revoked.add(holder);
      return true;
    }
  }
}
