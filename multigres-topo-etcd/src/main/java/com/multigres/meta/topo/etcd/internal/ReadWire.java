package com.multigres.meta.topo.etcd.internal;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads that travel together: one transaction of nothing but reads, which no write joins. */
public final class ReadWire implements Lane.Wire<ReadWire.Read, Done<RangeResponse>> {
  // What an answer shall stay below; a guess from the sizes seen last.
  private static final int LIKELY_ANSWER = 2 << 20;

  private final KvRequests requests;
  private final int most;
  private final AtomicInteger likely = new AtomicInteger(1024);

  /**
   * One read.
   *
   * @param range what is read
   * @param alone whether it failed in company, and must travel alone
   */
  public record Read(RangeRequest range, boolean alone) {}

  public ReadWire(KvRequests requests, int most) {
    this.requests = requests;
    this.most = most;
  }

  @Override
  public Lane.Group<Read> group() {
    int limit = Math.max(1, Math.min(most, LIKELY_ANSWER / likely.get()));
    return new Lane.Group<>() {
      private int count;
      private boolean closed;

      @Override
      public boolean add(Read read) {
        if (closed || (read.alone() && count > 0)) {
          return false;
        }
        count++;
        closed = read.alone() || count >= limit;
        return true;
      }

      @Override
      public boolean full() {
        return closed;
      }
    };
  }

  @Override
  public void send(List<Asked<Read, Done<RangeResponse>>> all, Runnable done) {
    if (all.size() == 1) {
      sendOne(all.get(0), done);
      return;
    }
    TxnRequest.Builder txn = TxnRequest.newBuilder();
    all.forEach(
        asked -> txn.addSuccess(RequestOp.newBuilder().setRequestRange(asked.request().range())));
    requests.send(
        KVGrpc.getTxnMethod(),
        txn.build(),
        TxnResponse::getHeader,
        KvRequests.longest(all),
        new Reply<>() {
          @Override
          public void answered(TxnResponse answer) {
            note(answer.getSerializedSize() / all.size());
            for (int i = 0; i < all.size(); i++) {
              RangeResponse range = answer.getResponses(i).getResponseRange();
              all.get(i).answered(new Done<>(range, answer.getHeader()));
            }
            done.run();
          }

          @Override
          public void failed(Status status, boolean sent) {
            all.forEach(asked -> asked.failed(new CallFailed(status, sent, true)));
            done.run();
          }
        });
  }

  private void sendOne(Asked<Read, Done<RangeResponse>> asked, Runnable done) {
    requests.send(
        KVGrpc.getRangeMethod(),
        asked.request().range(),
        RangeResponse::getHeader,
        asked.deadline().remaining(),
        new Reply<>() {
          @Override
          public void answered(RangeResponse answer) {
            note(answer.getSerializedSize());
            asked.answered(new Done<>(answer, answer.getHeader()));
            done.run();
          }

          @Override
          public void failed(Status status, boolean sent) {
            asked.failed(new CallFailed(status, sent, false));
            done.run();
          }
        });
  }

  /** Grows at once and shrinks slowly. */
  private void note(int bytes) {
    likely.updateAndGet(before -> Math.max(256, Math.max(bytes, before - before / 16)));
  }
}
