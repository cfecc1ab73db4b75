package com.multigres.meta.testkit.topo.broken;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Stores that are wrong about lists (T6, T31). */
final class BrokenLists {
  private BrokenLists() {}

  static List<Defect<TopoStore>> all() {
    return List.of(
        Defect.of(
            "T6",
            "lists without an order",
            BrokenLists::listsBackwards,
            "theOrderIsThatOfUnsignedBytesNameByName",
            "aListOfManyPagesIsWhole"),
        Defect.of(
            "T6",
            "a list of cells matches cells2",
            BrokenLists::matchesPrefixes,
            "aDirectoryDoesNotMatchItsLongerNamesake",
            "aDeletedTreeSparesItsSiblings"),
        Defect.of(
            "T6",
            "a list ends with its first page",
            BrokenLists::listsOnePage,
            "aListOfManyPagesIsWhole"),
        Defect.of(
            "T6",
            "a list of more than one moment",
            BrokenLists::readsOneByOne,
            "aSnapshotListShowsOneMoment"),
        Defect.of(
            "T6",
            "children are named once for each descendant",
            BrokenLists::repeatsChildren,
            "aListOfManyPagesIsWhole"),
        Defect.of(
            "T31",
            "sessions are listed as nodes",
            BrokenLists::showsSessions,
            "whatAStoreKeepsForItselfIsNeverSeen"));
  }

  private static TopoStore listsBackwards(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public List<Node> list(TopoPath directory) {
        List<Node> reversed = new ArrayList<>(below.list(directory));
        Collections.reverse(reversed);
        return reversed;
      }
    }.store();
  }

  private static TopoStore matchesPrefixes(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public List<Node> list(TopoPath directory) {
        String prefix = directory.toString();
        return below.list(TopoPath.root()).stream()
            .filter(node -> node.path().toString().startsWith(prefix))
            .filter(node -> !node.path().equals(directory))
            .toList();
      }
    }.store();
  }

  private static TopoStore listsOnePage(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public List<Node> list(TopoPath directory) {
        return below.list(directory).stream().limit(1_000).toList();
      }
    }.store();
  }

  /** Between the first node and the others it lets a batch pass, if one comes. */
  private static TopoStore readsOneByOne(TopoStore real) {
    AtomicInteger commits = new AtomicInteger();
    return new TopoLayer(real) {
      @Override
      public Map<TopoPath, Version> commit(Batch batch) {
        Map<TopoPath, Version> written = below.commit(batch);
        commits.incrementAndGet();
        return written;
      }

      @Override
      public List<Node> list(TopoPath directory) {
        List<Node> read = new ArrayList<>();
        for (Node node : below.list(directory)) {
          below.read(node.path()).ifPresent(read::add);
          if (commits.get() > 0) {
            awaitMoreThan(commits.get());
          }
        }
        return read;
      }

      private void awaitMoreThan(int before) {
        for (int i = 0; i < 1_000 && commits.get() == before; i++) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
      }
    }.store();
  }

  private static TopoStore repeatsChildren(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public List<String> children(TopoPath directory) {
        int depth = directory.names().size();
        return below.list(directory).stream().map(node -> node.path().names().get(depth)).toList();
      }
    }.store();
  }

  private static TopoStore showsSessions(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Session openSession(Duration ttl) {
        Session session = below.openSession(ttl);
        below.write(TopoPath.of("sessions", session.id().value()), ByteString.EMPTY, Expect.any());
        return session;
      }
    }.store();
  }
}
