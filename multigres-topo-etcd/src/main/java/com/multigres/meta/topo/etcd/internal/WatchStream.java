package com.multigres.meta.topo.etcd.internal;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchProgressRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One stream of changes of a range of keys, until it breaks: whoever wants it to go on opens
 * another one. Its receiver is called on the network's thread and must not block.
 */
public final class WatchStream implements ClientResponseObserver<WatchRequest, WatchResponse> {
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  // In etcd's API since 3.4; the generated messages do not know them.
  private static final int CREATE_FRAGMENT = 8;
  private static final int RESPONSE_FRAGMENT = 7;

  /** Follows the changes. After {@code broken} or {@code compacted} nothing follows. */
  public interface Receiver {

    /** The server has begun to follow. */
    void opened();

    /** Whole revisions, in order. */
    void changed(List<Event> events);

    /** Everything up to a revision has been told. */
    void progressed(long revision);

    /** The history from where it should begin is not there any more. */
    void compacted();

    /** It ended. */
    void broken(CallFailed why);
  }

  private final Receiver receiver;
  private final Contact contact;
  private final AtomicBoolean over = new AtomicBoolean();
  private final ReentrantLock sending = new ReentrantLock();
  private final List<Event> pieces = new ArrayList<>();
  private @Nullable ClientCallStreamObserver<WatchRequest> out;
  private volatile Runnable loginRefused = () -> {};
  private volatile long heardNanos = System.nanoTime();
  private volatile long askedNanos;
  private volatile boolean asked;

  private WatchStream(Receiver receiver, Contact contact) {
    this.receiver = receiver;
    this.contact = contact;
  }

  /**
   * Opens a stream. Never blocks.
   *
   * @param from the first revision to tell; 0 for what happens from now on
   * @param before whether deletions shall tell what stood before
   */
  public static WatchStream open(
      Requests requests,
      Contact contact,
      List<EtcdKeys.Span> spans,
      long from,
      boolean before,
      Receiver receiver) {
    WatchStream stream = new WatchStream(receiver, contact);
    stream.loginRefused = requests.streamWithLeader(WatchGrpc.getWatchMethod(), stream);
    spans.forEach(span -> stream.begin(span, from, before));
    return stream;
  }

  private void begin(EtcdKeys.Span span, long from, boolean before) {
    send(
        WatchRequest.newBuilder()
            .setCreateRequest(
                WatchCreateRequest.newBuilder()
                    .setKey(span.from())
                    .setRangeEnd(span.to())
                    .setStartRevision(from)
                    .setPrevKv(before)
                    .setUnknownFields(
                        UnknownFieldSet.newBuilder()
                            .addField(
                                CREATE_FRAGMENT,
                                UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                            .build()))
            .build());
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<WatchRequest> opened) {
    out = opened;
  }

  private void send(WatchRequest request) {
    ClientCallStreamObserver<WatchRequest> open = out;
    if (open == null || over.get()) {
      return;
    }
    sending.lock();
    try {
      open.onNext(request);
    } catch (IllegalStateException ended) {
      // It broke meanwhile, which its receiver is told by itself.
      contact.doubted();
    } finally {
      sending.unlock();
    }
  }

  public boolean isOver() {
    return over.get();
  }

  /** Asks how far it has come; the first time that is not answered counts. */
  public void askProgress() {
    if (!asked) {
      askedNanos = System.nanoTime();
      asked = true;
    }
    send(
        WatchRequest.newBuilder()
            .setProgressRequest(WatchProgressRequest.getDefaultInstance())
            .build());
  }

  /**
   * Notices a stream that has silently stalled; called every now and then.
   *
   * @param news whether the history may have gone on since: where it has not, there is nothing to
   *     tell, and servers do not answer who asks for it
   */
  public void tick(boolean news) {
    long now = System.nanoTime();
    if (asked && now - askedNanos > ANSWER.toNanos()) {
      end(failure(Status.UNAVAILABLE, "the watch has stalled"));
    } else if (!asked && news && now - heardNanos > QUIET.toNanos()) {
      askProgress();
    }
  }

  @Override
  public void onNext(WatchResponse response) {
    heardNanos = System.nanoTime();
    asked = false;
    if (over.get()) {
      return;
    }
    if (response.getCanceled()) {
      canceled(response);
    } else if (response.getCreated()) {
      receiver.opened();
    } else if (response.getEventsCount() > 0) {
      changed(response);
    } else {
      receiver.progressed(response.getHeader().getRevision());
    }
  }

  private void changed(WatchResponse response) {
    pieces.addAll(response.getEventsList());
    boolean more =
        response.getUnknownFields().getField(RESPONSE_FRAGMENT).getVarintList().contains(1L);
    if (!more) {
      List<Event> whole = List.copyOf(pieces);
      pieces.clear();
      receiver.changed(whole);
    }
  }

  private void canceled(WatchResponse response) {
    if (response.getCompactRevision() > 0) {
      if (over.compareAndSet(false, true)) {
        receiver.compacted();
        hangUp();
      }
    } else {
      refused(response.getCancelReason());
    }
  }

  private void refused(String reason) {
    CallFailed unavailable = failure(Status.UNAVAILABLE, reason);
    if (unavailable.loginExpired()) {
      loginRefused.run();
      end(failure(Status.UNAUTHENTICATED, reason));
    } else {
      end(
          reason.contains("permission denied")
              ? failure(Status.PERMISSION_DENIED, reason)
              : unavailable);
    }
  }

  private static CallFailed failure(Status kind, String reason) {
    return new CallFailed(kind.withDescription(reason), true, false);
  }

  @Override
  public void onError(Throwable failure) {
    contact.doubted();
    end(new CallFailed(Status.fromThrowable(failure), true, false));
  }

  @Override
  public void onCompleted() {
    end(failure(Status.UNAVAILABLE, "the server ended the watch"));
  }

  private void end(CallFailed why) {
    if (over.compareAndSet(false, true)) {
      receiver.broken(why);
      hangUp();
    }
  }

  /** Ends it without telling the receiver. Never blocks. */
  public void close() {
    if (over.compareAndSet(false, true)) {
      hangUp();
    }
  }

  private void hangUp() {
    ClientCallStreamObserver<WatchRequest> open = out;
    if (open != null) {
      open.cancel("no longer needed", null);
    }
  }
}
