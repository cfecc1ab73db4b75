package com.multigres.meta.topo.etcd.internal;

import io.etcd.jetcd.api.ResponseHeader;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Requests that see all that was acknowledged before; so their headers tell the history. */
public final class KvRequests {
  private final Requests requests;
  private final EtcdHistory history;
  private final Contact contact;

  public KvRequests(Requests requests, EtcdHistory history, Contact contact) {
    this.requests = requests;
    this.history = history;
    this.contact = contact;
  }

  public static Duration longest(List<? extends Asked<?, ?>> all) {
    return all.stream()
        .map(asked -> asked.deadline().remaining())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  public <Q, A> void send(
      MethodDescriptor<Q, A> method,
      Q request,
      Function<A, ResponseHeader> header,
      Duration left,
      Reply<A> reply) {
    requests.start(method, request, left, noted(header, reply));
  }

  /** The same of a request that may change something. */
  public <Q, A> void sendWrite(
      MethodDescriptor<Q, A> method,
      Q request,
      Function<A, ResponseHeader> header,
      Duration left,
      Reply<A> reply) {
    requests.startWrite(method, request, left, noted(header, reply));
  }

  private <A> Reply<A> noted(Function<A, ResponseHeader> header, Reply<A> reply) {
    EtcdHistory.Point sent = history.now();
    contact.asked();
    return new Reply<>() {
      @Override
      public void answered(A answer) {
        contact.ended();
        history.saw(header.apply(answer), sent);
        contact.answered();
        reply.answered(answer);
      }

      @Override
      public void failed(Status status, boolean reached) {
        contact.ended();
        if (status.getCode() == Status.Code.UNAVAILABLE) {
          contact.doubted();
        }
        reply.failed(status, reached);
      }
    };
  }
}
