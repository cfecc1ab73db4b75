package com.multigres.meta.topo.etcd;

import com.multigres.meta.topo.etcd.internal.Contact;
import com.multigres.meta.topo.etcd.internal.Requests;
import com.multigres.meta.topo.spi.LeaseClock;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One stream on which leases are renewed, each asked for once at a time: so an answer says which
 * renewal it answers. Sent by one thread; the rest is thread-safe.
 */
final class RenewalStream
    implements ClientResponseObserver<LeaseKeepAliveRequest, LeaseKeepAliveResponse> {

  /** Told on the network's thread: it must not block. */
  interface Receiver {

    /**
     * A renewal was answered.
     *
     * @param sentNanos when it was sent, by {@link LeaseClock}
     * @param stands whether the lease stands; it is gone otherwise
     */
    void answered(long lease, long sentNanos, boolean stands);
  }

  private final Contact contact;
  private final Receiver receiver;
  private final Map<Long, Long> unanswered = new ConcurrentHashMap<>();
  private @Nullable ClientCallStreamObserver<LeaseKeepAliveRequest> out;
  // When it last answered something, or began to have something to answer.
  private volatile long movedNanos = LeaseClock.nanos();
  private volatile boolean answers;
  private volatile boolean broken;

  private RenewalStream(Contact contact, Receiver receiver) {
    this.contact = contact;
    this.receiver = receiver;
  }

  static RenewalStream open(Requests requests, Contact contact, Receiver receiver) {
    RenewalStream stream = new RenewalStream(contact, receiver);
    // A login that has run out ends the stream, which is noticed by itself.
    var unused = requests.stream(LeaseGrpc.getLeaseKeepAliveMethod(), stream);
    return stream;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<LeaseKeepAliveRequest> opened) {
    out = opened;
  }

  void send(long lease, long now) {
    ClientCallStreamObserver<LeaseKeepAliveRequest> open = out;
    if (open == null || broken) {
      return;
    }
    if (unanswered.isEmpty()) {
      movedNanos = now;
    }
    unanswered.put(lease, now);
    try {
      open.onNext(LeaseKeepAliveRequest.newBuilder().setID(lease).build());
    } catch (IllegalStateException ended) {
      // It was hung up meanwhile.
      broken = true;
    }
  }

  boolean awaits(long lease) {
    return unanswered.containsKey(lease);
  }

  boolean isBroken() {
    return broken;
  }

  /** Whether it ever answered. */
  boolean hasAnswered() {
    return answers;
  }

  /**
   * Whether it has answered nothing for a while though it was asked. A server answers one renewal
   * after the other: that of one among thousands may take its time.
   */
  boolean hasStalled(long now, Duration patience) {
    return !unanswered.isEmpty() && now - movedNanos >= patience.toNanos();
  }

  void end() {
    ClientCallStreamObserver<LeaseKeepAliveRequest> open = out;
    if (open != null) {
      open.cancel("no longer needed", null);
    }
  }

  @Override
  public void onNext(LeaseKeepAliveResponse answer) {
    movedNanos = LeaseClock.nanos();
    answers = true;
    Long sent = unanswered.remove(answer.getID());
    if (sent != null) {
      receiver.answered(answer.getID(), sent, answer.getTTL() > 0);
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
