package com.multigres.meta.testkit.topo.broken;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.testkit.broken.Meeting;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stores that are wrong about single nodes (T5, T7 to T9). */
final class BrokenNodes {
  private BrokenNodes() {}

  static List<Defect<TopoStore>> all() {
    return List.of(
        Defect.of(
            "T5",
            "reads from a cache",
            BrokenNodes::readsFromACache,
            "whatOneClientWroteEveryOtherReadsAtOnce"),
        Defect.of(
            "T5",
            "now and then a read from a replica that is behind",
            BrokenNodes::readsFromAReplica,
            "nobodySeesAStepBack"),
        Defect.of(
            "T7",
            "conditional writes ignore the version",
            BrokenNodes::ignoresVersions,
            "aStaleVersionIsRefused",
            "randomStepsHaveTheSameEffectAsOnTheReference"),
        Defect.of(
            "T7",
            "creating replaces what stands",
            BrokenNodes::createsOver,
            "creatingWhatStandsIsRefused"),
        Defect.of(
            "T7",
            "deleting nothing succeeds",
            BrokenNodes::deletesNothing,
            "aMissingNodeIsNotDeleted"),
        Defect.of(
            "T7",
            "a foreign version crashes the store",
            BrokenNodes::crashesOnForeignVersions,
            "aForeignVersionIsRefusedAsBadInput"),
        Defect.of(
            "T7",
            "refusals claim not to know",
            BrokenNodes::knowsNothing,
            "creatingWhatStandsIsRefused",
            "aStaleVersionIsRefused"),
        Defect.of(
            "T8",
            "versions are counted anew in each life of a node",
            BrokenNodes::countsVersions,
            "noVersionOfAnEarlierLifeMatchesTheCurrentOne"),
        Defect.of(
            "T8",
            "writing equal bytes writes nothing",
            BrokenNodes::skipsEqualBytes,
            "writingEqualBytesIsAWriteOfItsOwn"),
        Defect.of(
            "T9",
            "a conditional write looks first and writes then",
            BrokenNodes::looksThenWrites,
            "ofManyConditionalWritersExactlyOneWins",
            "ofManyCreatorsExactlyOneWins",
            "noIncrementIsLost"),
        Defect.of(
            "T9",
            "every fifth conditional write is acknowledged and dropped",
            BrokenNodes::dropsWrites,
            "manyThreadsMixEverythingAndBreakNoRule",
            "noIncrementIsLost"));
  }

  private static TopoStore readsFromACache(TopoStore real) {
    Map<TopoPath, Optional<Node>> cache = new ConcurrentHashMap<>();
    return new TopoLayer(real) {
      @Override
      public Optional<Node> read(TopoPath path) {
        return cache.computeIfAbsent(path, below::read);
      }
    }.store();
  }

  private static TopoStore readsFromAReplica(TopoStore real) {
    Map<TopoPath, Optional<Node>> replica = new ConcurrentHashMap<>();
    AtomicInteger reads = new AtomicInteger();
    return new TopoLayer(real) {
      @Override
      public Optional<Node> read(TopoPath path) {
        Optional<Node> now = below.read(path);
        Optional<Node> then = replica.getOrDefault(path, now);
        int count = reads.incrementAndGet();
        if (count % 20 == 1) {
          replica.put(path, now);
        }
        return count % 20 == 0 ? then : now;
      }
    }.store();
  }

  private static TopoStore ignoresVersions(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        return below.write(path, value, Expect.any());
      }
    }.store();
  }

  private static TopoStore createsOver(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        return below.write(path, value, expect instanceof Expect.Absent ? Expect.any() : expect);
      }
    }.store();
  }

  private static TopoStore deletesNothing(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public void delete(TopoPath path, Expect expect) {
        if (below.read(path).isPresent()) {
          below.delete(path, expect);
        }
      }
    }.store();
  }

  private static TopoStore crashesOnForeignVersions(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        try {
          return below.write(path, value, expect);
        } catch (TopoException refusal) {
          throw refusal.code() == Code.BAD_INPUT
              ? new ClassCastException("not a version of mine")
              : refusal;
        }
      }
    }.store();
  }

  private static TopoStore knowsNothing(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        try {
          return below.write(path, value, expect);
        } catch (TopoException error) {
          String message = String.valueOf(error.getMessage());
          throw new TopoException(error.code(), path, Outcome.UNKNOWN, message, error);
        }
      }
    }.store();
  }

  /** Gives out "the nth write of this life", and takes it for whichever life it is. */
  private static TopoStore countsVersions(TopoStore real) {
    Map<TopoPath, List<Version>> lives = new ConcurrentHashMap<>();
    return new TopoLayer(real) {
      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        List<Version> life = lives.computeIfAbsent(path, one -> new ArrayList<>());
        life.add(below.write(path, value, known(expect, life)));
        return new Version("counted", path, "" + life.size());
      }

      @Override
      public void delete(TopoPath path, Expect expect) {
        below.delete(path, known(expect, lives.getOrDefault(path, List.of())));
        lives.remove(path);
      }
    }.store();
  }

  private static Expect known(Expect expect, List<Version> life) {
    return expect instanceof Expect.AtVersion at
        ? Expect.version(life.get(Integer.parseInt(at.version().token()) - 1))
        : expect;
  }

  private static TopoStore skipsEqualBytes(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        return below
            .read(path)
            .filter(node -> node.value().equals(value))
            .map(Node::version)
            .orElseGet(() -> below.write(path, value, expect));
      }
    }.store();
  }

  private static TopoStore looksThenWrites(TopoStore real) {
    Meeting between = new Meeting();
    return new TopoLayer(real) {
      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        Optional<Version> there = below.read(path).map(Node::version);
        if (expect instanceof Expect.Absent && there.isPresent()) {
          throw TopoException.refused(Code.NODE_EXISTS, path, "there is one");
        }
        if (expect instanceof Expect.AtVersion at && !there.equals(Optional.of(at.version()))) {
          throw TopoException.refused(Code.BAD_VERSION, path, "there is another");
        }
        if (!(expect instanceof Expect.Any)) {
          between.come();
        }
        return below.write(path, value, Expect.any());
      }
    }.store();
  }

  private static TopoStore dropsWrites(TopoStore real) {
    AtomicInteger conditional = new AtomicInteger();
    return new TopoLayer(real) {
      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        return expect instanceof Expect.AtVersion at && conditional.incrementAndGet() % 5 == 0
            ? at.version()
            : below.write(path, value, expect);
      }
    }.store();
  }
}
