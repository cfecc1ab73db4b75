package com.multigres.meta.topo.etcd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.HostPort;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that are given up while they are being sent; nobody has to answer for that. */
class MemberTest {
  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", 1).usePlaintext().build();
  private final Member member = new Member(new HostPort("127.0.0.1", OptionalInt.of(1)), channel);
  private final BlockingQueue<Status> ends = new LinkedBlockingQueue<>();

  /** Until then it keeps calls for later, and does not look at what becomes of them. */
  @BeforeEach
  void awaitThatItHasTried() {
    await().until(() -> channel.getState(true) == ConnectivityState.TRANSIENT_FAILURE);
  }

  @AfterEach
  void end() {
    channel.shutdownNow();
  }

  private ClientCall<RangeRequest, RangeResponse> started(Duration left) {
    ClientCall<RangeRequest, RangeResponse> call =
        member.call(
            KVGrpc.getRangeMethod(), CallOptions.DEFAULT.withWaitForReady(), Deadline.after(left));
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ends.add(status);
          }
        },
        new Metadata());
    return call;
  }

  private static void sendRest(ClientCall<RangeRequest, RangeResponse> call) {
    call.sendMessage(RangeRequest.getDefaultInstance());
    call.halfClose();
    call.request(2);
  }

  private void assertEndedOnce(Status.Code code) throws InterruptedException {
    Status end = ends.poll(20, TimeUnit.SECONDS);
    assertThat(end).isNotNull().extracting(Status::getCode).isEqualTo(code);
    channel.shutdownNow();
    assertThat(channel.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(ends).isEmpty();
  }

  @Test
  void aCallWhoseTimePassesBeforeItIsSentEndsLikeOneThatIsNotAnswered() throws Exception {
    ClientCall<RangeRequest, RangeResponse> call = started(Duration.ZERO);
    member.endOverdue();
    sendRest(call);
    assertEndedOnce(Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void aCallOfAMemberThatIsHungUpOnBeforeItIsSentEndsAsUnavailable() throws Exception {
    ClientCall<RangeRequest, RangeResponse> call = started(Duration.ofMinutes(1));
    member.fellSilent();
    member.hangUpIfSilent();
    sendRest(call);
    assertEndedOnce(Status.Code.UNAVAILABLE);
  }
}
