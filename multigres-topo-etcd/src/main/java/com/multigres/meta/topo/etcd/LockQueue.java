package com.multigres.meta.topo.etcd;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.etcd.internal.Compares;
import com.multigres.meta.topo.etcd.internal.Done;
import com.multigres.meta.topo.etcd.internal.EtcdCalls;
import com.multigres.meta.topo.etcd.internal.EtcdKeys;
import com.multigres.meta.topo.etcd.internal.Stamp;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.spi.lock.LockContents;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The queues of locks at the servers. A lock's entry never shares a transaction with another one:
 * both would have the same revision, and so both would be first. An entry has the name of its
 * lease, so that asking twice for the same one does it once.
 */
final class LockQueue {
  private static final String UNREADABLE = "unreadable";

  private final EtcdCalls calls;
  private final EtcdKeys keys;

  LockQueue(EtcdCalls calls, EtcdKeys keys) {
    this.calls = calls;
    this.keys = keys;
  }

  /**
   * A place.
   *
   * @param created the revision at which it was made
   * @param first whether nobody is before it
   */
  record Entry(long created, boolean first) {}

  /** What became of a place. */
  enum Turn {
    FIRST,
    WAITING,
    GONE
  }

  /**
   * What a look showed.
   *
   * @param turn what became of the place
   * @param before the key of the entry right before it, while it waits
   * @param revision when that was so
   */
  record Look(Turn turn, Optional<ByteString> before, long revision) {}

  /** Takes the last place; without waiting only where nobody is. */
  Entry enter(TopoPath path, long lease, ByteString content, boolean wait, Deadline deadline) {
    ByteString key = keys.entry(path, lease);
    TxnRequest.Builder txn = TxnRequest.newBuilder().addCompare(Compares.missing(key));
    if (!wait) {
      txn.addCompare(Compares.empty(keys.queue(path)));
    }
    txn.addSuccess(
        RequestOp.newBuilder()
            .setRequestPut(PutRequest.newBuilder().setKey(key).setValue(content).setLease(lease)));
    RequestOp all = RequestOp.newBuilder().setRequestRange(folder(path).setKeysOnly(true)).build();
    TxnResponse answer =
        call(txn.addSuccess(all).addFailure(all).build(), deadline, "locking of " + path);
    List<KeyValue> found =
        answer.getResponses(answer.getResponsesCount() - 1).getResponseRange().getKvsList();
    found.forEach(kv -> refuseForeign(path, kv));
    List<KeyValue> entries = entries(path, found);
    Optional<KeyValue> own = entries.stream().filter(kv -> kv.getKey().equals(key)).findFirst();
    return own.map(kv -> new Entry(kv.getCreateRevision(), entries.get(0).getKey().equals(key)))
        .orElseGet(() -> new Entry(0, false));
  }

  private TxnResponse call(TxnRequest txn, Deadline deadline, String doing) {
    return calls.call(KVGrpc.getTxnMethod(), txn, deadline, doing, false);
  }

  /** The oldest first. */
  private RangeRequest.Builder folder(TopoPath path) {
    EtcdKeys.Span span = keys.lockFolder(path);
    return RangeRequest.newBuilder()
        .setKey(span.from())
        .setRangeEnd(span.to())
        .setSortTarget(RangeRequest.SortTarget.CREATE)
        .setSortOrder(RangeRequest.SortOrder.ASCEND);
  }

  private List<KeyValue> entries(TopoPath path, List<KeyValue> found) {
    return found.stream()
        .filter(
            kv -> EtcdKeys.isQueueEntry(kv) && keys.entry(path, kv.getLease()).equals(kv.getKey()))
        .toList();
  }

  /** Another component would wait for it for ever (rule T31). */
  private void refuseForeign(TopoPath path, KeyValue kv) {
    TopoPath folder = path.child("locks");
    keys.path(kv.getKey())
        .filter(node -> node.parent().equals(folder) && !EtcdKeys.isQueueEntry(kv))
        .ifPresent(
            node -> {
              throw TopoException.badInput(
                  path, "the node " + node + " stands where its queue would (T31)");
            });
  }

  /** Looks, in one transaction, whether the own entry still stands and no older one does. */
  Look look(TopoPath path, long lease, long created, Deadline deadline) {
    ByteString key = keys.entry(path, lease);
    TxnResponse answer =
        call(
            TxnRequest.newBuilder()
                .addCompare(Compares.created(key, created))
                .addCompare(Compares.allCreatedAfter(keys.queue(path), created - 1))
                .addFailure(
                    RequestOp.newBuilder()
                        .setRequestRange(RangeRequest.newBuilder().setKey(key).setKeysOnly(true)))
                .addFailure(RequestOp.newBuilder().setRequestRange(rightBefore(path, created)))
                .build(),
            deadline,
            "looking at the lock of " + path);
    long revision = answer.getHeader().getRevision();
    if (answer.getSucceeded()) {
      return new Look(Turn.FIRST, Optional.empty(), revision);
    }
    boolean stands =
        answer.getResponses(0).getResponseRange().getKvsList().stream()
            .anyMatch(kv -> kv.getCreateRevision() == created);
    return new Look(
        stands ? Turn.WAITING : Turn.GONE,
        answer.getResponses(1).getResponseRange().getKvsList().stream()
            .findFirst()
            .map(KeyValue::getKey),
        revision);
  }

  private RangeRequest rightBefore(TopoPath path, long created) {
    EtcdKeys.Span queue = keys.queue(path);
    return RangeRequest.newBuilder()
        .setKey(queue.from())
        .setRangeEnd(queue.to())
        .setMaxCreateRevision(created - 1)
        .setSortTarget(RangeRequest.SortTarget.CREATE)
        .setSortOrder(RangeRequest.SortOrder.DESCEND)
        .setLimit(1)
        .setKeysOnly(true)
        .build();
  }

  Optional<KeyValue> key(ByteString key, Deadline deadline, String doing) {
    Done<RangeResponse> done =
        calls.read(RangeRequest.newBuilder().setKey(key).build(), deadline, doing);
    return done.answer().getKvsList().stream().findFirst();
  }

  /**
   * Who holds and who waits.
   *
   * @param infos the queue's entries, and the node that is an exclusive lock
   * @param first the key of the queue's first entry
   * @param revision when that was so
   */
  record State(List<LockInfo> infos, Optional<ByteString> first, long revision) {}

  State state(TopoPath path, Deadline deadline, Supplier<String> cluster) {
    TxnRequest.Builder both =
        TxnRequest.newBuilder().addSuccess(RequestOp.newBuilder().setRequestRange(folder(path)));
    if (!path.isRoot()) {
      both.addSuccess(
          RequestOp.newBuilder().setRequestRange(RangeRequest.newBuilder().setKey(keys.key(path))));
    }
    TxnResponse answer = call(both.build(), deadline, "reading of the lock of " + path);
    List<LockInfo> found = new ArrayList<>();
    List<KeyValue> entries = entries(path, answer.getResponses(0).getResponseRange().getKvsList());
    for (KeyValue kv : entries) {
      boolean holds = found.isEmpty();
      found.add(info(path, LockKind.QUEUE, kv, holds, cluster.get()));
    }
    if (!path.isRoot()) {
      answer.getResponses(1).getResponseRange().getKvsList().stream()
          .filter(kv -> kv.getLease() != 0)
          .map(kv -> info(path, LockKind.EXCLUSIVE, kv, true, cluster.get()))
          .filter(info -> !info.content().action().equals(UNREADABLE))
          .forEach(found::add);
    }
    return new State(
        List.copyOf(found),
        entries.stream().findFirst().map(KeyValue::getKey),
        answer.getHeader().getRevision());
  }

  private static LockInfo info(
      TopoPath path, LockKind kind, KeyValue kv, boolean holds, String cluster) {
    Optional<FencingToken> token =
        holds
            ? Optional.of(
                new FencingToken(
                    Stamp.BACKEND, cluster, kv.getCreateRevision(), Long.toString(kv.getLease())))
            : Optional.empty();
    return new LockInfo(path, kind, LockContents.decode(kv.getValue()), token, Optional.empty());
  }
}
