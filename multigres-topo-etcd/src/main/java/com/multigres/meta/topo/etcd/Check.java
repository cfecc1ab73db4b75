package com.multigres.meta.topo.etcd;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.etcd.internal.Compares;
import com.multigres.meta.topo.etcd.internal.EtcdHistory;
import com.multigres.meta.topo.etcd.internal.EtcdKeys;
import com.multigres.meta.topo.etcd.internal.Stamp;
import com.multigres.meta.topo.etcd.internal.Transaction;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.spi.TopoArguments;
import io.etcd.jetcd.api.KeyValue;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One thing that must hold for a transaction, and what is to be said when it does not.
 *
 * @param failure empty when it held
 */
record Check(Function<Transaction.State, Optional<TopoException>> failure) {
  private static final long NEVER = -1;

  static Check stands(Transaction txn, TopoPath path, ByteString key) {
    txn.require(Compares.stands(key));
    int read = txn.readKey(key);
    return new Check(
        state -> state.at(read).isPresent() ? Optional.empty() : Optional.of(noNode(path)));
  }

  static Check missing(Transaction txn, TopoPath path, ByteString key) {
    txn.require(Compares.missing(key));
    int read = txn.readKey(key);
    return new Check(
        state ->
            state
                .at(read)
                .map(
                    kv ->
                        TopoException.refused(
                            Code.NODE_EXISTS, path, "a node stands there already (T7)")));
  }

  static Check at(
      Transaction txn, TopoPath path, ByteString key, Stamp expected, EtcdHistory history) {
    // A version of another incarnation names no write of this one (rule T33).
    boolean here = expected.cluster().equals(history.cluster());
    txn.require(Compares.written(key, here ? expected.revision() : NEVER));
    int read = txn.readKey(key);
    return new Check(
        state -> {
          Optional<KeyValue> standing = state.at(read);
          if (standing.isEmpty()) {
            return Optional.of(noNode(path));
          }
          return here && standing.get().getModRevision() == expected.revision()
              ? Optional.empty()
              : Optional.of(
                  TopoException.refused(
                      Code.BAD_VERSION, path, "it has another version than expected (T7)"));
        });
  }

  private static TopoException noNode(TopoPath path) {
    return TopoException.refused(Code.NO_NODE, path, "no node stands there (T7)");
  }

  /** Nothing above may be bound to a session (rule T3). */
  static Check notBelowBound(Transaction txn, TopoPath path, TopoPath above, ByteString key) {
    txn.require(Compares.leased(key, 0));
    int read = txn.readKey(key);
    return new Check(
        state ->
            state.at(read).filter(kv -> kv.getLease() != 0).map(kv -> belowBound(path, above)));
  }

  /** The same where the one above is bound by the very commit. */
  static Check neverBelow(Transaction txn, TopoPath path, TopoPath above, ByteString key) {
    txn.require(Compares.created(key, NEVER));
    return new Check(state -> Optional.of(belowBound(path, above)));
  }

  private static TopoException belowBound(TopoPath path, TopoPath above) {
    return TopoException.badInput(
        path, "it lies below " + above + ", which is bound to a session (T3)");
  }

  /**
   * Nothing may lie below but queues of locks (rules T3 and T31).
   *
   * @param going what lies below and is deleted by the same commit
   * @param queues the queues that are known to stand there, in their order
   */
  static void requireNothingBelow(
      Transaction txn, EtcdKeys.Span below, List<EtcdKeys.Span> going, List<EtcdKeys.Span> queues) {
    ByteString directory = below.from();
    ByteString from = directory;
    for (EtcdKeys.Span passed : inOrder(Stream.concat(going.stream(), queues.stream()))) {
      if (new EtcdKeys.Span(from, below.to()).contains(passed.from())) {
        txn.requireRange(Compares.empty(new EtcdKeys.Span(from, passed.from())), directory);
        from = passed.to();
      }
    }
    txn.requireRange(Compares.empty(new EtcdKeys.Span(from, below.to())), directory);
    queues.forEach(queue -> txn.requireRange(Compares.allLeased(queue), directory));
  }

  /**
   * What lies below, when that was refused.
   *
   * @param going what lies below and is deleted by the same commit
   * @param seen told which queues stand there, when these are all
   */
  static Check nothingBelow(
      Transaction txn,
      TopoPath path,
      EtcdKeys.Span below,
      List<EtcdKeys.Span> going,
      BiConsumer<TopoPath, List<EtcdKeys.Span>> seen) {
    int read = txn.readSome(below, below.from());
    return new Check(
        state -> {
          List<KeyValue> found =
              state.all(read).stream()
                  .filter(kv -> going.stream().noneMatch(one -> one.contains(kv.getKey())))
                  .toList();
          if (found.stream().allMatch(EtcdKeys::isQueueEntry)) {
            seen.accept(path, queues(found));
          }
          return found.stream()
              .filter(kv -> !EtcdKeys.isQueueEntry(kv))
              .findFirst()
              .map(
                  kv ->
                      TopoException.badInput(
                          path, "nodes lie below it, so it cannot be bound to a session (T3)"));
        });
  }

  private static List<EtcdKeys.Span> inOrder(Stream<EtcdKeys.Span> spans) {
    return spans
        .distinct()
        .sorted(
            Comparator.comparing(
                EtcdKeys.Span::from, ByteString.unsignedLexicographicalComparator()))
        .toList();
  }

  private static List<EtcdKeys.Span> queues(List<KeyValue> entries) {
    return inOrder(entries.stream().map(kv -> EtcdKeys.queueOf(kv.getKey())));
  }

  /**
   * It must be bound to no session but perhaps to one. etcd knows no "or": which of the two it is
   * shows when the first try is refused.
   *
   * @param ours whether it was found to be bound to that one; set when it is
   */
  static Check unbound(
      Transaction txn, ByteString key, long own, AtomicBoolean ours, TopoException otherwise) {
    txn.require(Compares.leased(key, ours.get() ? own : 0));
    int read = txn.readKey(key);
    return new Check(
        state -> {
          long lease = state.at(read).map(KeyValue::getLease).orElse(0L);
          ours.set(lease == own);
          return lease == 0 || lease == own ? Optional.empty() : Optional.of(otherwise);
        });
  }

  static Check boundTo(Transaction txn, ByteString key, long lease, TopoException otherwise) {
    txn.require(Compares.leased(key, lease));
    int read = txn.readKey(key);
    return new Check(
        state -> state.at(read).filter(kv -> kv.getLease() != lease).map(kv -> otherwise));
  }

  /** A lock must be held still (rule T23). */
  static Check holds(Transaction txn, Guard guard, EtcdKeys keys, EtcdHistory history) {
    String incarnation = guard.token().incarnation();
    if (!history.hasSeen(incarnation) || !guard.token().grant().matches("[1-9]\\d{0,18}")) {
      throw TopoArguments.foreign(guard);
    }
    boolean here = incarnation.equals(history.cluster());
    long number = guard.token().number();
    long lease = lease(guard);
    boolean queue = guard.kind() == LockKind.QUEUE;
    ByteString key = queue ? keys.entry(guard.path(), lease) : keys.key(guard.path());
    txn.require(Compares.created(key, here ? number : NEVER));
    txn.require(Compares.leased(key, lease));
    int own = txn.readKey(key);
    EtcdKeys.Span waiting = keys.queue(guard.path());
    if (queue) {
      txn.requireRange(
          Compares.allCreatedAfter(waiting, number - 1), keys.lockFolder(guard.path()).from());
    }
    int first = queue ? txn.readSome(waiting, keys.lockFolder(guard.path()).from()) : own;
    return new Check(
        state -> {
          boolean holds =
              here
                  && isGrant(state.at(own), number, lease)
                  && isGrant(state.at(first), number, lease);
          return holds ? Optional.empty() : Optional.of(TopoArguments.passedOn(guard));
        });
  }

  private static long lease(Guard guard) {
    try {
      return Long.parseLong(guard.token().grant());
    } catch (NumberFormatException tooLarge) {
      throw TopoArguments.foreign(guard);
    }
  }

  private static boolean isGrant(Optional<KeyValue> kv, long number, long lease) {
    return kv.filter(found -> found.getCreateRevision() == number && found.getLease() == lease)
        .isPresent();
  }

  static void throwFirst(List<Check> checks, Transaction.State state) {
    for (Check check : checks) {
      Optional<TopoException> failed = check.failure().apply(state);
      if (failed.isPresent()) {
        throw failed.get();
      }
    }
  }
}
