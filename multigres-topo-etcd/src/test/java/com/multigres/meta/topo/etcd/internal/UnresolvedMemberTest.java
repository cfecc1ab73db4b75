package com.multigres.meta.topo.etcd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.HostPort;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Calls that are given up in the middle of being sent, while what was asked of them is kept for
 * later, as the member's name is looked up only now.
 */
class UnresolvedMemberTest {
  private static final CallOptions PATIENT = CallOptions.DEFAULT.withWaitForReady();

  private final BlockingQueue<Runnable> lookUps = new LinkedBlockingQueue<>();
  private final Queue<Runnable> kept = new ConcurrentLinkedQueue<>();
  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", 1)
          .usePlaintext()
          .offloadExecutor(lookUps::add)
          .executor(kept::add)
          .build();
  private final Member member = new Member(new HostPort("127.0.0.1", OptionalInt.of(1)), channel);
  private final BlockingQueue<Status> ends = new LinkedBlockingQueue<>();

  @AfterEach
  void end() {
    channel.shutdownNow();
  }

  private <Q, A> void startAndFindAddress(ClientCall<Q, A> call) throws InterruptedException {
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ends.add(status);
          }
        },
        new Metadata());
    Runnable lookUp = lookUps.poll(20, TimeUnit.SECONDS);
    assertThat(lookUp).isNotNull();
    lookUp.run();
    // What was asked of the call so far is to be done now.
    await().until(() -> !kept.isEmpty());
  }

  private void hangUp() {
    member.fellSilent();
    member.hangUpIfSilent();
  }

  private void assertEndsOnceAsUnavailable() {
    await()
        .until(
            () -> {
              runKept();
              return !ends.isEmpty();
            });
    runKept();
    assertThat(ends).singleElement().extracting(Status::getCode).isEqualTo(Status.Code.UNAVAILABLE);
  }

  private void runKept() {
    for (Runnable next = kept.poll(); next != null; next = kept.poll()) {
      next.run();
    }
  }

  @Test
  void aRequestThatIsGivenUpBeforeItIsWholeEnds() throws Exception {
    var call = member.call(KVGrpc.getRangeMethod(), PATIENT, Deadline.after(Duration.ofMinutes(1)));
    startAndFindAddress(call);
    hangUp();
    call.sendMessage(RangeRequest.getDefaultInstance());
    call.halfClose();
    call.request(2);
    assertEndsOnceAsUnavailable();
  }

  @Test
  void aRequestThatIsGivenUpInItsMiddleEnds() throws Exception {
    var call = member.call(KVGrpc.getRangeMethod(), PATIENT, Deadline.after(Duration.ofMinutes(1)));
    startAndFindAddress(call);
    call.sendMessage(RangeRequest.getDefaultInstance());
    hangUp();
    call.halfClose();
    call.request(2);
    assertEndsOnceAsUnavailable();
  }

  @Test
  void aStreamOnWhichIsSentAfterItWasGivenUpEnds() throws Exception {
    var call = member.stream(WatchGrpc.getWatchMethod(), PATIENT);
    startAndFindAddress(call);
    call.request(1);
    hangUp();
    call.sendMessage(WatchRequest.getDefaultInstance());
    assertEndsOnceAsUnavailable();
  }
}
