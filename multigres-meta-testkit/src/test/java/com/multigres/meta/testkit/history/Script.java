package com.multigres.meta.testkit.history;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.history.check.HistoryChecker;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A history written by hand. A node is written "path=value@version". */
final class Script {
  static final TopoPath LOCK = TopoPath.of("lock");

  private final List<Operation> operations = new ArrayList<>();

  /** One operation's client and moments. */
  final class At {
    private final String client;
    private final long from;
    private final long to;

    private At(String client, long from, long to) {
      this.client = client;
      this.from = from;
      this.to = to;
    }

    Script did(Call call, Ending ending) {
      operations.add(new Operation(client, call, ending, from, to));
      return Script.this;
    }

    Script wasTold(Call call) {
      return did(call, new Ending.Done(new Result.Nothing()));
    }

    Script read(String... nodes) {
      return did(
          new TopoCall.Get(nodes.length == 0 ? path("a") : node(nodes[0]).path()), nodes(nodes));
    }

    Script readAbsent(String path) {
      return did(new TopoCall.Get(path(path)), nodes());
    }

    Script listed(boolean snapshot, String... nodes) {
      return did(new TopoCall.ListBelow(TopoPath.root(), snapshot), nodes(nodes));
    }

    Script wrote(String node, Expect expect) {
      Seen written = node(node);
      return did(
          TopoCall.put(written.path(), written.value(), expect),
          new Ending.Done(new Result.Written(Map.of(written.path(), written.version()))));
    }

    Script mayHaveWritten(String path, String value, Expect expect) {
      return did(TopoCall.put(path(path), bytes(value), expect), new Ending.Unknown("TIMEOUT"));
    }

    Script failedToWrite(String path, String value, Expect expect, String code) {
      return did(
          TopoCall.put(path(path), bytes(value), expect),
          new Ending.Failed(code, Optional.of(path(path)), Optional.empty()));
    }

    Script deleted(String path, Expect expect) {
      return did(
          TopoCall.delete(path(path), expect), new Ending.Done(new Result.Written(Map.of())));
    }

    Script committed(Batch batch, String... nodes) {
      Map<TopoPath, Version> versions = new LinkedHashMap<>();
      for (String node : nodes) {
        versions.put(node(node).path(), node(node).version());
      }
      return did(new TopoCall.Commit(batch), new Ending.Done(new Result.Written(versions)));
    }

    Script wasGranted(long token) {
      return did(
          new TopoCall.Acquire(LOCK, LockKind.QUEUE),
          new Ending.Done(new Result.Granted(token(token))));
    }

    Script stillHeld(long token) {
      return wasTold(new TopoCall.StillHolds(LOCK, LockKind.QUEUE, token(token)));
    }

    Script saw(String stream, WatchNews news) {
      return wasTold(new TopoCall.Told(stream, news));
    }

    Script sawNode(String stream, String node) {
      return saw(stream, new WatchNews.Put(node(node)));
    }
  }

  static TopoPath path(String name) {
    return TopoPath.of(name);
  }

  static ByteString bytes(String value) {
    return ByteString.copyFromUtf8(value);
  }

  static Version version(String path, String token) {
    return new Version("test", path(path), token);
  }

  static Expect at(String path, String token) {
    return Expect.version(version(path, token));
  }

  static Seen node(String text) {
    int equals = text.indexOf('=');
    int at = text.indexOf('@');
    String path = text.substring(0, equals);
    return new Seen(
        path(path), bytes(text.substring(equals + 1, at)), version(path, text.substring(at + 1)));
  }

  static Ending nodes(String... nodes) {
    List<Seen> seen = new ArrayList<>();
    for (String node : nodes) {
      seen.add(node(node));
    }
    return new Ending.Done(new Result.Nodes(seen));
  }

  static FencingToken token(long number) {
    return new FencingToken("test", "life", number, "grant" + number);
  }

  static Guard guard(long token) {
    return new Guard(TopoPath.root(), LOCK, LockKind.QUEUE, token(token));
  }

  At when(String client, long from, long to) {
    return new At(client, from, to);
  }

  History history() {
    return new History(operations);
  }

  Map<String, Verdict> verdicts() {
    return new HistoryChecker(Duration.ofSeconds(10)).check(history());
  }

  Verdict verdict(String theme) {
    Verdict verdict = verdicts().get(theme);
    if (verdict == null) {
      throw new AssertionError("nothing is said of " + theme);
    }
    return verdict;
  }

  Verdict.Violated violated(String theme) {
    Verdict verdict = verdict(theme);
    if (verdict instanceof Verdict.Violated violated) {
      return violated;
    }
    throw new AssertionError(theme + " is no violation but " + verdict);
  }
}
