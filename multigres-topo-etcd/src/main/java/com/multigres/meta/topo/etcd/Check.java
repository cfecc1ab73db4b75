package com.multigres.meta.topo.etcd;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.spi.TopoArguments;
import io.etcd.jetcd.api.KeyValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

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
            state
                .at(read)
                .filter(kv -> kv.getLease() != 0)
                .map(
                    kv ->
                        TopoException.badInput(
                            path,
                            "it lies below " + above + ", which is bound to a session (T3)")));
  }

  /**
   * Nothing may lie below but queues of locks (rules T3 and T31).
   *
   * @param queues whether entries of its own lock's queue are known to stand there
   * @param seen told when these are all that stands there
   */
  static Check nothingBelow(
      Transaction txn, TopoPath path, EtcdKeys keys, boolean queues, Consumer<TopoPath> seen) {
    EtcdKeys.Span below = keys.below(path);
    EtcdKeys.Span folder = keys.lockFolder(path);
    if (queues) {
      txn.require(Compares.empty(new EtcdKeys.Span(below.from(), folder.from())));
      txn.require(Compares.allLeased(folder));
      txn.require(Compares.empty(new EtcdKeys.Span(folder.to(), below.to())));
    } else {
      txn.require(Compares.empty(below));
    }
    int read = txn.readSome(below);
    return new Check(
        state -> {
          List<KeyValue> found = state.all(read);
          if (!found.isEmpty() && found.stream().allMatch(EtcdKeys::isQueueEntry)) {
            seen.accept(path);
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

  static Check boundTo(
      Transaction txn, TopoPath path, ByteString key, long lease, TopoException otherwise) {
    txn.require(Compares.leased(key, lease));
    int read = txn.readKey(key);
    return new Check(
        state ->
            state.at(read).filter(kv -> kv.getLease() != lease).map(kv -> otherwise));
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
      txn.require(Compares.allCreatedAfter(waiting, number - 1));
    }
    int first = queue ? txn.readSome(waiting) : own;
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
