package com.multigres.meta.testkit.run.measure;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.report.Limit;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Capabilities;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.WriteResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/** How much a topology takes of each thing that it limits. */
public final class TopoLimits {
  private static final long MEBIBYTE = 1 << 20;
  private static final TopoPath PLACE = TopoPath.of("limits");

  private final TopoStore store;
  private final TopoPath root;
  private final Capabilities declared;

  private TopoLimits(TopoStore store, TopoPath root) {
    this.store = store;
    this.root = root;
    this.declared = store.capabilities();
  }

  /**
   * Finds them out.
   *
   * @param store an open store whose content is removed later
   * @param root its root, which counts among a path's bytes
   */
  public static List<Limit> of(TopoStore store, TopoPath root) {
    TopoLimits limits = new TopoLimits(store, root);
    List<Limit> found = new ArrayList<>();
    found.add(
        search("a value", "bytes", declared(limits.declared.maxValueBytes()), 32 * MEBIBYTE)
            .apply(limits::value));
    found.add(
        search("a name", "bytes", declared(TopoPath.MAX_NAME_BYTES), 4096).apply(limits::name));
    found.add(
        search(
                "a path, with its root",
                "bytes",
                declared(limits.declared.maxPathBytes()),
                64 * 1024)
            .apply(limits::path));
    if (limits.declared.has(Capability.ATOMIC_BATCH)) {
      found.add(
          search("a batch", "writes", declared(limits.declared.maxBatchOperations()), 20_000)
              .apply(limits::batch));
      found.add(
          search(
                  "the values of a batch",
                  "bytes",
                  declared(limits.declared.maxBatchBytes()),
                  32 * MEBIBYTE)
              .apply(limits::batchBytes));
    }
    found.add(search("a list", "nodes", OptionalLong.empty(), 8_192).apply(limits::list));
    found.add(
        search(
                "a session's time to live",
                "ms",
                declared(limits.declared.maxTtl().toMillis()),
                limits.declared.maxTtl().toMillis() + 1)
            .apply(limits::ttl));
    return found;
  }

  private static OptionalLong declared(long most) {
    return OptionalLong.of(most);
  }

  /** A search that only lacks how to try. */
  private interface Searching {
    Limit apply(LongFunction<Optional<String>> attempt);
  }

  private static Searching search(String what, String unit, OptionalLong declared, long cap) {
    // What a store says of itself may lie beyond what is sensible to try.
    long most = Math.max(cap, 1);
    OptionalLong tried =
        declared.isPresent() && declared.getAsLong() < most ? declared : OptionalLong.empty();
    return attempt -> {
      Limit found = new Search(what, unit, most).around(tried, attempt);
      return new Limit(what, unit, declared, found.accepted(), found.refused(), found.refusal());
    };
  }

  private static Optional<String> refusal(Runnable attempt) {
    try {
      attempt.run();
      return Optional.empty();
    } catch (TopoException refused) {
      return Optional.of(refused.code().name());
    }
  }

  private Optional<String> value(long bytes) {
    return refusal(
        () -> {
          TopoPath path = PLACE.child("value");
          store.write(path, zeros(bytes), Expect.any());
          long read = store.read(path).map(node -> node.value().size()).orElse(-1);
          if (read != bytes) {
            throw TopoException.refused(
                TopoException.Code.INTERNAL, read + " of " + bytes + " bytes came back");
          }
        });
  }

  private static ByteString zeros(long bytes) {
    return ByteString.copyFrom(new byte[Math.toIntExact(bytes)]);
  }

  private Optional<String> name(long bytes) {
    return refusal(() -> put(PLACE.child("n".repeat(Math.toIntExact(bytes)))));
  }

  private void put(TopoPath path) {
    store.write(path, ByteString.EMPTY, Expect.any());
  }

  private Optional<String> path(long bytes) {
    long above = length(root);
    return refusal(() -> put(TopoPath.of(names(bytes - above))));
  }

  private static long length(TopoPath path) {
    return path.names().stream()
        .mapToLong(name -> name.getBytes(StandardCharsets.UTF_8).length + 1)
        .sum();
  }

  /** Names that take so many bytes together, each with one more. */
  private static String[] names(long bytes) {
    List<String> names = new ArrayList<>();
    long left = Math.max(2, bytes);
    while (left > 0) {
      // The last name must have a byte too.
      long next = left <= 256 ? left : Math.min(256, left - 2);
      names.add("p".repeat(Math.toIntExact(next - 1)));
      left -= next;
    }
    return names.toArray(String[]::new);
  }

  private Optional<String> batch(long writes) {
    return refusal(() -> store.commit(batch(writes, writes)));
  }

  private Optional<String> batchBytes(long bytes) {
    // As few values as hold so many bytes.
    long values = Math.max(1, (bytes + declared.maxValueBytes() - 1) / declared.maxValueBytes());
    return refusal(() -> store.commit(batch(values, bytes)));
  }

  private static Batch batch(long writes, long bytes) {
    Batch.Builder batch = Batch.builder();
    for (long i = 0; i < writes; i++) {
      long size = bytes * (i + 1) / writes - bytes * i / writes;
      batch.put(PLACE.child("batch").child("b" + i), zeros(size), Expect.any());
    }
    return batch.build();
  }

  private Optional<String> list(long nodes) {
    return refusal(
        () -> {
          TopoPath directory = PLACE.child("list" + nodes);
          List<Mutation> writes = new ArrayList<>();
          for (long i = 0; i < nodes; i++) {
            writes.add(Mutation.put(directory.child("node" + i), ByteString.EMPTY, Expect.any()));
          }
          long written =
              store.writeAll(writes).stream().filter(WriteResult.Written.class::isInstance).count();
          long listed = store.list(directory).size();
          if (written != nodes || listed != nodes) {
            throw TopoException.refused(
                TopoException.Code.INTERNAL, listed + " of " + nodes + " nodes were listed");
          }
        });
  }

  private Optional<String> ttl(long millis) {
    return refusal(() -> store.openSession(Duration.ofMillis(millis)).close());
  }
}
