package com.multigres.meta.topo.etcd;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.etcd.internal.CallFailed;
import com.multigres.meta.topo.etcd.internal.Done;
import com.multigres.meta.topo.etcd.internal.EtcdCalls;
import com.multigres.meta.topo.etcd.internal.EtcdKeys;
import com.multigres.meta.topo.etcd.internal.Stamp;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Reads nodes; what a store keeps for itself is left out (rules T5, T6 and T31). */
final class EtcdReads {
  private static final int FIRST_PAGE = 256;
  private static final int LARGEST_PAGE = 16_384;
  private static final int PAGE_BYTES = 3 << 20;
  private static final int MOST_KNOWN = 256;
  private static final ByteString NEXT = ByteString.copyFrom(new byte[1]);

  private final EtcdCalls calls;
  private final EtcdKeys keys;
  // How many of a range make a page, as far as is known: what is listed again takes fewer pages.
  private final Map<ByteString, Integer> pageful = new ConcurrentHashMap<>();

  EtcdReads(EtcdCalls calls, EtcdKeys keys) {
    this.calls = calls;
    this.keys = keys;
  }

  /**
   * Nodes of one moment.
   *
   * @param nodes sorted by path
   */
  record State(List<Node> nodes, Stamp at) {}

  Optional<Node> one(TopoPath path, Deadline deadline) {
    RangeRequest range = RangeRequest.newBuilder().setKey(keys.key(path)).build();
    Done<RangeResponse> done = calls.read(range, deadline, "read of " + path);
    return done.answer().getKvsList().stream()
        .filter(kv -> !EtcdKeys.isQueueEntry(kv))
        .findFirst()
        .map(kv -> node(path, kv, done.cluster()));
  }

  static Node node(TopoPath path, KeyValue kv, String cluster) {
    return new Node(
        path,
        kv.getValue(),
        Stamp.version(cluster, path, kv.getModRevision()),
        kv.getLease() == 0
            ? Optional.empty()
            : Optional.of(new SessionId(Long.toString(kv.getLease()))));
  }

  List<Node> below(TopoPath directory, Deadline deadline) {
    return state(keys.below(directory), deadline, "list of " + directory).nodes();
  }

  State state(EtcdKeys.Span span, Deadline deadline, String doing) {
    List<Node> found = new ArrayList<>();
    Stamp at =
        all(
            span,
            false,
            deadline,
            doing,
            (kv, cluster) ->
                keys.path(kv.getKey()).ifPresent(path -> found.add(node(path, kv, cluster))),
            found::clear);
    found.sort(Comparator.comparing(Node::path));
    return new State(List.copyOf(found), at);
  }

  List<String> children(TopoPath directory, Deadline deadline) {
    int depth = directory.names().size();
    TreeSet<TopoPath> names = new TreeSet<>();
    all(
        keys.below(directory),
        true,
        deadline,
        "children of " + directory,
        (kv, cluster) ->
            keys.path(kv.getKey())
                .ifPresent(path -> names.add(TopoPath.of(path.names().get(depth)))),
        names::clear);
    return names.stream().map(TopoPath::name).toList();
  }

  /** Reads page by page, as of the moment of the first page; begins anew when that is compacted. */
  private Stamp all(
      EtcdKeys.Span span,
      boolean keysOnly,
      Deadline deadline,
      String doing,
      BiConsumer<KeyValue, String> each,
      Runnable anew) {
    while (true) {
      try {
        return pages(span, keysOnly, deadline, doing, each);
      } catch (TopoException failure) {
        if (!(failure.getCause() instanceof CallFailed cause && cause.compacted())) {
          throw failure;
        }
        anew.run();
      }
    }
  }

  private Stamp pages(
      EtcdKeys.Span span,
      boolean keysOnly,
      Deadline deadline,
      String doing,
      BiConsumer<KeyValue, String> each) {
    ByteString from = span.from();
    long revision = 0;
    int limit = keysOnly ? LARGEST_PAGE / 2 : pageful.getOrDefault(span.from(), FIRST_PAGE);
    while (true) {
      RangeRequest range =
          RangeRequest.newBuilder()
              .setKey(from)
              .setRangeEnd(span.to())
              .setLimit(limit)
              .setRevision(revision)
              .setKeysOnly(keysOnly)
              .build();
      Done<RangeResponse> page;
      try {
        page = page(range, revision, deadline, doing);
      } catch (TopoException failure) {
        limit = smaller(limit, failure);
        pageful.remove(span.from());
        continue;
      }
      List<KeyValue> kvs = page.answer().getKvsList();
      kvs.stream()
          .filter(kv -> !EtcdKeys.isQueueEntry(kv))
          .forEach(kv -> each.accept(kv, page.cluster()));
      revision = revision == 0 ? page.revision() : revision;
      limit = kvs.isEmpty() ? limit : next(page.answer(), kvs.size());
      if (!keysOnly && kvs.size() >= FIRST_PAGE / 2) {
        remember(span, limit);
      }
      if (!page.answer().getMore() || kvs.isEmpty()) {
        return new Stamp(page.cluster(), revision);
      }
      from = kvs.get(kvs.size() - 1).getKey().concat(NEXT);
    }
  }

  private void remember(EtcdKeys.Span span, int limit) {
    if (pageful.size() >= MOST_KNOWN) {
      pageful.clear();
    }
    pageful.put(span.from(), limit);
  }

  /**
   * The first page travels with others' reads and proves the moment; the rest are of that moment.
   */
  private Done<RangeResponse> page(
      RangeRequest range, long revision, Deadline deadline, String doing) {
    if (revision == 0) {
      return calls.read(range, deadline, doing);
    }
    RangeResponse answer = calls.call(KVGrpc.getRangeMethod(), range, deadline, doing, false);
    return new Done<>(answer, answer.getHeader());
  }

  private static int smaller(int limit, TopoException failure) {
    if (limit == 1 || !(failure.getCause() instanceof CallFailed cause) || !cause.tooLarge()) {
      throw failure;
    }
    return Math.max(1, limit / 8);
  }

  private static int next(RangeResponse answer, int count) {
    int each = Math.max(1, answer.getSerializedSize() / count);
    return Math.max(1, Math.min(LARGEST_PAGE, PAGE_BYTES / each));
  }
}
