package com.multigres.meta.topo.etcd.internal;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.Status;
import java.util.List;

/**
 * Writes that travel together: one transaction without a condition, in which each is a nested one
 * with a condition and an answer of its own.
 */
public final class WriteWire implements Lane.Wire<WriteWire.Write, Done<TxnResponse>> {
  private static final int MOST_BYTES = 512 << 10;

  private final KvRequests requests;
  private final int maxTxnOps;

  /**
   * One write.
   *
   * @param txn its transaction
   * @param weight how many of the operations that etcd allows it takes by itself
   * @param footprint what it looks at and what it writes
   * @param alone whether it must travel alone: a lock's entry, or what failed in company
   * @param once whether it cannot take effect twice, however often it is asked
   */
  public record Write(
      TxnRequest txn, int weight, Footprint footprint, boolean alone, boolean once) {
    public static Write of(Transaction txn) {
      return new Write(txn.request(), txn.weight(), txn.footprint(), false, txn.once());
    }

    public Write byItself() {
      return new Write(txn, weight, footprint, true, once);
    }
  }

  public WriteWire(KvRequests requests, int maxTxnOps) {
    this.requests = requests;
    this.maxTxnOps = maxTxnOps;
  }

  @Override
  public Lane.Group<Write> group() {
    return packing(maxTxnOps);
  }

  public static Lane.Group<Write> packing(int maxTxnOps) {
    return new Packing(maxTxnOps);
  }

  /** etcd counts a transaction's own operations and those of the widest one nested in it. */
  private static final class Packing implements Lane.Group<Write> {
    private final int maxTxnOps;
    private final Footprint.Union union = new Footprint.Union();
    private int count;
    private int widest;
    private int bytes;
    private boolean closed;

    Packing(int maxTxnOps) {
      this.maxTxnOps = maxTxnOps;
    }

    @Override
    public boolean add(Write write) {
      int size = write.txn().getSerializedSize();
      boolean fits =
          !closed
              && (count == 0
                  || (!write.alone()
                      && count + 1 + Math.max(widest, write.weight()) <= maxTxnOps
                      && bytes + size <= MOST_BYTES
                      && union.admits(write.footprint())));
      if (fits) {
        count++;
        widest = Math.max(widest, write.weight());
        bytes += size;
        union.add(write.footprint());
        closed = write.alone();
      }
      return fits;
    }

    @Override
    public boolean full() {
      return closed || count + widest >= maxTxnOps || bytes >= MOST_BYTES;
    }
  }

  @Override
  public void send(List<Asked<Write, Done<TxnResponse>>> all, Runnable done) {
    boolean company = all.size() > 1;
    requests.sendWrite(
        KVGrpc.getTxnMethod(),
        company ? together(all) : all.get(0).request().txn(),
        TxnResponse::getHeader,
        KvRequests.longest(all),
        new Reply<>() {
          @Override
          public void answered(TxnResponse answer) {
            for (int i = 0; i < all.size(); i++) {
              TxnResponse own = company ? answer.getResponses(i).getResponseTxn() : answer;
              all.get(i).answered(new Done<>(own, answer.getHeader()));
            }
            done.run();
          }

          @Override
          public void failed(Status status, boolean sent) {
            all.forEach(asked -> asked.failed(new CallFailed(status, sent, company)));
            done.run();
          }
        });
  }

  private static TxnRequest together(List<Asked<Write, Done<TxnResponse>>> all) {
    TxnRequest.Builder txn = TxnRequest.newBuilder();
    all.forEach(
        asked -> txn.addSuccess(RequestOp.newBuilder().setRequestTxn(asked.request().txn())));
    return txn.build();
  }
}
