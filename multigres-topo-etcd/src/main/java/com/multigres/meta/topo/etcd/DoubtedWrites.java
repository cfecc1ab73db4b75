package com.multigres.meta.topo.etcd;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.etcd.internal.EtcdCalls;
import com.multigres.meta.topo.etcd.internal.EtcdKeys;
import com.multigres.meta.topo.etcd.internal.Stamp;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import java.util.List;
import java.util.Optional;

/**
 * What became of a write that was asked, not answered, asked again and then refused: the refusal
 * may be its own first try's doing. The node's history tells it where somebody else's write
 * certainly took its place (rule T11); equal bytes prove nothing. Thread-safe.
 */
final class DoubtedWrites {
  private final EtcdCalls calls;
  private final EtcdKeys keys;

  DoubtedWrites(EtcdCalls calls, EtcdKeys keys) {
    this.calls = calls;
    this.keys = keys;
  }

  /**
   * Judges a refusal.
   *
   * @param mutations what was asked for together
   * @param refusal what the last try was told
   * @return the refusal where none of the tries had an effect, or else that nobody knows
   */
  TopoException judge(List<Mutation> mutations, TopoException refusal, Deadline deadline) {
    if (mutations.size() == 1
        && mutations.get(0).expect() instanceof Expect.AtVersion at
        && othersTookItsPlace(
            mutations.get(0), Stamp.of(at.version().path(), at.version()), deadline)) {
      return refusal;
    }
    return new TopoException(
        refusal.code(),
        refusal.path().orElse(null),
        Outcome.UNKNOWN,
        refusal.getMessage()
            + "; that may be its own doing, as an earlier try was not answered (T11)",
        refusal);
  }

  /**
   * Judges the answer that the servers have no room: what it was given to may be done all the same.
   *
   * @return the same as not applied, where the version that was to be replaced stands still
   */
  TopoException judgeNoSpace(List<Mutation> mutations, TopoException answer, Deadline deadline) {
    if (mutations.size() != 1 || !(mutations.get(0).expect() instanceof Expect.AtVersion at)) {
      return answer;
    }
    Stamp expected = Stamp.of(at.version().path(), at.version());
    try {
      return now(mutations.get(0).path(), deadline)
              .filter(kv -> kv.getModRevision() == expected.revision())
              .isPresent()
          ? TopoException.refused(
              answer.code(), mutations.get(0).path(), String.valueOf(answer.getMessage()))
          : answer;
    } catch (TopoException away) {
      answer.addSuppressed(away);
      return answer;
    }
  }

  private Optional<KeyValue> now(TopoPath path, Deadline deadline) {
    return at(path, 0, deadline, "looking what became of the write of " + path);
  }

  private boolean othersTookItsPlace(Mutation mutation, Stamp expected, Deadline deadline) {
    String doing = "looking what became of the write of " + mutation.path();
    Optional<KeyValue> now = now(mutation.path(), deadline);
    if (now.isEmpty() || now.get().getCreateRevision() > expected.revision()) {
      // It was deleted meanwhile: by this delete, or after this write, or neither.
      return false;
    }
    if (now.get().getModRevision() == expected.revision()) {
      // Nobody has replaced it: the earlier try may arrive yet.
      return false;
    }
    if (!(mutation instanceof Mutation.Put put)) {
      return true;
    }
    try {
      Optional<KeyValue> before = at(mutation.path(), expected.revision(), deadline, doing);
      // The only write since, and not this one's value.
      return before.isPresent()
          && now.get().getVersion() == before.get().getVersion() + 1
          && !now.get().getValue().equals(put.value());
    } catch (TopoException compacted) {
      return false;
    }
  }

  private Optional<KeyValue> at(TopoPath path, long revision, Deadline deadline, String doing) {
    ByteString key = keys.key(path);
    RangeRequest range = RangeRequest.newBuilder().setKey(key).setRevision(revision).build();
    return calls.read(range, deadline, doing).answer().getKvsList().stream().findFirst();
  }
}
