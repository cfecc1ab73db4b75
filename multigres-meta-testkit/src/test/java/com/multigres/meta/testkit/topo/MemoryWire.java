package com.multigres.meta.testkit.topo;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.topo.broken.TopoLayer;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WriteResult;
import com.multigres.meta.topo.lock.Guard;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A way to a server in memory, which has none: answers get lost on it, or there is no room behind
 * it.
 */
public final class MemoryWire {
  private final Map<TopoStore, TopoStore> ends = new ConcurrentHashMap<>();
  private final Set<TopoStore> deaf = ConcurrentHashMap.newKeySet();
  private volatile boolean full;

  /** The same store at the far end of the wire. */
  public TopoStore to(TopoStore real) {
    TopoStore far = new Far(real, real).store();
    ends.put(far, real);
    return far;
  }

  /** The store of which another is the far end; any other is its own. */
  public TopoStore real(TopoStore far) {
    return ends.getOrDefault(far, far);
  }

  /** Loses what a store is told, or no longer. */
  void deafen(TopoStore real, boolean now) {
    if (now) {
      deaf.add(real);
    } else {
      deaf.remove(real);
    }
  }

  void fill(boolean now) {
    full = now;
  }

  /** Makes everything whole. */
  void repair() {
    deaf.clear();
    full = false;
  }

  private final class Far extends TopoLayer {
    private final TopoStore real;

    Far(TopoStore view, TopoStore real) {
      super(view);
      this.real = real;
    }

    private <T> T read(Supplier<T> call) {
      T answer = call.get();
      if (deaf.contains(real)) {
        throw TopoException.refused(Code.TIMEOUT, "no answer came (T30)");
      }
      return answer;
    }

    private <T> T write(Supplier<T> call) {
      if (full) {
        throw TopoException.refused(Code.RESOURCE_EXHAUSTED, "there is no room");
      }
      T answer = call.get();
      if (deaf.contains(real)) {
        throw new TopoException(Code.TIMEOUT, null, Outcome.UNKNOWN, "no answer came (T30)", null);
      }
      return answer;
    }

    @Override
    public TopoStore withTimeout(Duration timeout) {
      return new Far(below.withTimeout(timeout), real).store();
    }

    @Override
    public Optional<Node> read(TopoPath path) {
      return read(() -> below.read(path));
    }

    @Override
    public List<Node> list(TopoPath directory) {
      return read(() -> below.list(directory));
    }

    @Override
    public List<String> children(TopoPath directory) {
      return read(() -> below.children(directory));
    }

    @Override
    public Version write(TopoPath path, ByteString value, Expect expect) {
      return write(() -> below.write(path, value, expect));
    }

    @Override
    public Version write(TopoPath path, ByteString value, Expect expect, Guard guard) {
      return write(() -> below.write(path, value, expect, guard));
    }

    @Override
    public void delete(TopoPath path, Expect expect) {
      write(
          () -> {
            below.delete(path, expect);
            return path;
          });
    }

    @Override
    public void delete(TopoPath path, Expect expect, Guard guard) {
      write(
          () -> {
            below.delete(path, expect, guard);
            return path;
          });
    }

    @Override
    public Map<TopoPath, Version> commit(Batch batch) {
      return write(() -> below.commit(batch));
    }

    @Override
    public List<WriteResult> writeAll(List<Mutation> mutations) {
      try {
        return write(() -> below.writeAll(mutations));
      } catch (TopoException lost) {
        if (lost.code() != Code.TIMEOUT && lost.code() != Code.RESOURCE_EXHAUSTED) {
          throw lost;
        }
        return mutations.stream().<WriteResult>map(one -> new WriteResult.Failed(lost)).toList();
      }
    }
  }
}
