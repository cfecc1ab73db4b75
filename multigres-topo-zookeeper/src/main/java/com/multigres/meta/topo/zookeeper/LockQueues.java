package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.spi.Waits;
import com.multigres.meta.topo.spi.lock.LockContents;
import com.multigres.meta.topo.spi.lock.LockRequest;
import com.multigres.meta.topo.zookeeper.internal.KeeperFailures;
import com.multigres.meta.topo.zookeeper.internal.Pauses;
import com.multigres.meta.topo.zookeeper.internal.ReadMode;
import com.multigres.meta.topo.zookeeper.internal.View;
import com.multigres.meta.topo.zookeeper.internal.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;

/** Queues as they lie on the servers. */
final class LockQueues {
  private static final int TRIES = 20;

  private final ZooKeeperParts parts;

  LockQueues(ZooKeeperParts parts) {
    this.parts = parts;
  }

  /** Appends an entry of a session's. */
  FencingToken enter(SessionWire session, LockRequest request, Deadline deadline) {
    String queue = parts.znodes.locks(request.path());
    String doing = "locking of " + request.path();
    byte[] content = LockContents.encode(request.content()).toByteArray();
    String entry = Grants.freshEntry();
    for (int tries = 0; tries < TRIES; tries++) {
      CompletableFuture<Wire.Made> making =
          session
              .await(deadline, doing)
              .create(queue + "/" + entry, content, CreateMode.EPHEMERAL_SEQUENTIAL);
      try {
        Wire.Made made = Waits.get(making, deadline, doing, Outcome.UNKNOWN);
        String name = made.znode().substring(queue.length() + 1);
        return parts.locks.token(made.at(), name);
      } catch (ExecutionException failure) {
        if (KeeperFailures.isBroken(KeeperFailures.cause(failure))) {
          // What this session asked on a connection of before cannot arrive any more.
          Optional<FencingToken> entered = entered(session, request.path(), entry, deadline);
          if (entered.isPresent()) {
            return entered.get();
          }
          continue;
        }
        // The queue may not be there yet, or not any more since the last one left it.
        if (!(failure.getCause() instanceof KeeperException.NoNodeException)) {
          throw translated(failure, doing, Outcome.UNKNOWN);
        }
      }
      Map<String, KeeperException.Code> refused =
          parts.directories.make(List.of(queue), deadline, doing);
      if (refused.containsKey(queue) && refused.containsValue(KeeperException.Code.NOAUTH)) {
        throw KeeperFailures.translate(
            new KeeperException.NoAuthException(),
            parts.options.where(),
            doing,
            Outcome.NOT_APPLIED);
      }
    }
    throw TopoException.refused(
        Code.UNAVAILABLE, request.path(), "its queue comes and goes; it could not be entered");
  }

  /** Who stands in a queue, once the session's connection is there again. */
  private List<String> standing(SessionWire session, TopoPath path, Deadline deadline) {
    while (true) {
      try {
        return inTurn(session, path, deadline);
      } catch (TopoException away) {
        if (away.code() != Code.UNAVAILABLE) {
          throw away;
        }
        Pauses.take(Duration.ofMillis(20), deadline, "locking of " + path);
      }
    }
  }

  /** The entry of a name that was drawn once, if it stands. */
  private Optional<FencingToken> entered(
      SessionWire session, TopoPath path, String entry, Deadline deadline) {
    Optional<String> name =
        standing(session, path, deadline).stream().filter(one -> one.startsWith(entry)).findFirst();
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String znode = parts.znodes.locks(path) + "/" + name.get();
    View view =
        parts
            .reads
            .views(List.of(znode), ReadMode.STRICT, deadline, "looking at the lock of " + path)
            .getOrDefault(znode, View.MISSING);
    return view.stands()
        ? Optional.of(parts.locks.token(view.madeAt(), name.get()))
        : Optional.empty();
  }

  private TopoException translated(ExecutionException failure, String doing, Outcome ifBroken) {
    Throwable cause = KeeperFailures.cause(failure);
    return KeeperFailures.translate(cause, parts.options.where(), doing, ifBroken);
  }

  /** Who stands in a queue. */
  List<String> inTurn(TopoPath path, Deadline deadline) {
    return Grants.inTurn(
        parts.reads.names(
            parts.znodes.locks(path), ReadMode.STRICT, deadline, "looking at the lock of " + path));
  }

  /**
   * Who stands in a queue, as a session sees it that stands in it: it sees all who came before, and
   * still stands there itself, or it would not be answered.
   */
  List<String> inTurn(SessionWire session, TopoPath path, Deadline deadline) {
    String doing = "looking at the lock of " + path;
    Wire wire = session.await(deadline, doing);
    CompletableFuture<List<OpResult>> before = wire.barrier(parts.znodes.base());
    CompletableFuture<List<OpResult>> names =
        wire.send(List.of(Op.getChildren(parts.znodes.locks(path))));
    try {
      Waits.get(before, deadline, doing, Outcome.NOT_APPLIED);
      return Grants.inTurn(
          Wire.names(Waits.get(names, deadline, doing, Outcome.NOT_APPLIED).get(0)));
    } catch (ExecutionException failure) {
      throw translated(failure, doing, Outcome.NOT_APPLIED);
    } catch (KeeperException refusal) {
      throw KeeperFailures.translate(refusal, parts.options.where(), doing, Outcome.NOT_APPLIED);
    }
  }

  /** What everybody in a queue says of itself; the first holds. */
  List<LockInfo> infos(TopoPath path, Deadline deadline) {
    String queue = parts.znodes.locks(path);
    List<String> entries = inTurn(path, deadline);
    List<String> znodes = entries.stream().map(entry -> queue + "/" + entry).toList();
    Map<String, View> views =
        parts.reads.views(znodes, ReadMode.STRICT, deadline, "reading of the lock of " + path);
    List<LockInfo> infos = new ArrayList<>();
    for (String entry : entries) {
      View view = views.getOrDefault(queue + "/" + entry, View.MISSING);
      if (view.stands()) {
        Optional<FencingToken> token =
            infos.isEmpty()
                ? Optional.of(parts.locks.token(view.madeAt(), entry))
                : Optional.empty();
        infos.add(
            new LockInfo(
                path, LockKind.QUEUE, LockContents.decode(view.data()), token, Optional.empty()));
      }
    }
    return infos;
  }

  /** Removes what stands for a grant. */
  boolean revoke(LockInfo holder, Deadline deadline) {
    FencingToken token = holder.token().orElseThrow();
    TopoPath path = holder.path();
    Optional<String> znode =
        Grants.znode(parts.znodes, path, holder.kind(), token.grant())
            .filter(known -> token.incarnation().equals(parts.identity.current()));
    if (znode.isEmpty()) {
      return false;
    }
    String doing = "revoking of the lock of " + path;
    List<Op> ops = new ArrayList<>(List.of(Op.delete(znode.get(), -1)));
    if (holder.kind() == LockKind.EXCLUSIVE) {
      ops.add(Op.delete(parts.znodes.node(path), -1));
    }
    CompletableFuture<List<OpResult>> removing = parts.link.await(deadline, doing).send(ops);
    List<OpResult> results;
    try {
      results = Waits.get(removing, deadline, doing, Outcome.UNKNOWN);
    } catch (ExecutionException failure) {
      throw translated(failure, doing, Outcome.UNKNOWN);
    }
    if (results.get(0) instanceof OpResult.ErrorResult error
        && error.getErr() != KeeperException.Code.NONODE.intValue()) {
      throw KeeperFailures.translate(
          KeeperException.create(KeeperException.Code.get(error.getErr()), path.toString()),
          parts.options.where(),
          doing,
          Outcome.NOT_APPLIED);
    }
    return results.get(0) instanceof OpResult.DeleteResult;
  }
}
