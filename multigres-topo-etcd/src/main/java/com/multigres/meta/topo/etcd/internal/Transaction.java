package com.multigres.meta.topo.etcd.internal;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A transaction in the making: comparisons, writes, and what is read instead when a comparison
 * fails, so that the same moment says why. Not thread-safe.
 */
public final class Transaction {
  private static final int SOME = 64;

  private final TxnRequest.Builder txn = TxnRequest.newBuilder();
  private final Map<ByteString, Integer> keyReads = new HashMap<>();
  private final Set<Compare> compared = new HashSet<>();
  private final Set<ByteString> looks = new HashSet<>();
  private final Set<ByteString> under = new HashSet<>();
  private final Set<ByteString> writes = new HashSet<>();
  private boolean nested;
  private boolean once;
  private boolean needsRoom;

  /** What stood when a comparison failed. */
  public static final class State {
    private final TxnResponse answer;

    public State(TxnResponse answer) {
      this.answer = answer;
    }

    public Optional<KeyValue> at(int read) {
      return all(read).stream().findFirst();
    }

    public List<KeyValue> all(int read) {
      return answer.getResponses(read).getResponseRange().getKvsList();
    }
  }

  public void require(Compare comparison) {
    if (compared.add(comparison)) {
      txn.addCompare(comparison);
      looks.add(comparison.getKey());
    }
  }

  /**
   * The same of a range.
   *
   * @param directory a directory, with its slash, in which the range lies
   */
  public void requireRange(Compare comparison, ByteString directory) {
    if (compared.add(comparison)) {
      txn.addCompare(comparison);
      under.add(directory);
    }
  }

  /** Reads a key, without its value, if the transaction is refused; answers where to find it. */
  public int readKey(ByteString key) {
    return keyReads.computeIfAbsent(
        key,
        unread -> {
          looks.add(key);
          return read(RangeRequest.newBuilder().setKey(key).setKeysOnly(true));
        });
  }

  /**
   * Reads some keys of a range, the oldest first, if the transaction is refused.
   *
   * @param directory a directory, with its slash, in which the range lies
   */
  public int readSome(EtcdKeys.Span span, ByteString directory) {
    under.add(directory);
    return read(
        RangeRequest.newBuilder()
            .setKey(span.from())
            .setRangeEnd(span.to())
            .setKeysOnly(true)
            .setLimit(SOME)
            .setSortTarget(RangeRequest.SortTarget.CREATE)
            .setSortOrder(RangeRequest.SortOrder.ASCEND));
  }

  private int read(RangeRequest.Builder range) {
    txn.addFailure(RequestOp.newBuilder().setRequestRange(range));
    return txn.getFailureCount() - 1;
  }

  public void put(PutRequest put) {
    needsRoom = true;
    writes.add(put.getKey());
    txn.addSuccess(RequestOp.newBuilder().setRequestPut(put));
  }

  /** Writes a node that may stand or not; one that stands keeps its lease. */
  public void putEither(PutRequest put) {
    needsRoom = true;
    nested = true;
    writes.add(put.getKey());
    txn.addSuccess(
        RequestOp.newBuilder()
            .setRequestTxn(
                TxnRequest.newBuilder()
                    .addCompare(Compares.stands(put.getKey()))
                    .addSuccess(
                        RequestOp.newBuilder().setRequestPut(put.toBuilder().setIgnoreLease(true)))
                    .addFailure(RequestOp.newBuilder().setRequestPut(put))));
    looks.add(put.getKey());
  }

  public void delete(ByteString key) {
    writes.add(key);
    txn.addSuccess(
        RequestOp.newBuilder().setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(key)));
  }

  /** It replaces the very version that it expects: however often it is asked, it is done once. */
  public void markOnce() {
    once = true;
  }

  public boolean once() {
    return once;
  }

  /** Whether it counts towards the servers' disk quota. */
  public boolean needsRoom() {
    return needsRoom;
  }

  public TxnRequest request() {
    return txn.build();
  }

  /** How many of the operations that etcd allows it takes, its nested ones included. */
  public int weight() {
    int widest =
        Math.max(txn.getCompareCount(), Math.max(txn.getSuccessCount(), txn.getFailureCount()));
    return nested ? widest + 1 : widest;
  }

  public Footprint footprint() {
    return new Footprint(looks, under, writes);
  }
}
