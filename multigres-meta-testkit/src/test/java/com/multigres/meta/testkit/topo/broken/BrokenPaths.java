package com.multigres.meta.testkit.topo.broken;

import com.google.common.base.Splitter;
import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Stores that are wrong about paths and values (T1 to T4). */
final class BrokenPaths {
  private BrokenPaths() {}

  static List<Defect<TopoStore>> all() {
    return List.of(
        Defect.of(
                "T1",
                "names are folded to lower case",
                BrokenPaths::foldsNames,
                "everyNameComesBackAsItWasGivenAndNoneIsMistakenForAnother")
            .failing(Code.NODE_EXISTS),
        Defect.of(
            "T1",
            "a slash ends a name",
            BrokenPaths::endsNamesAtSlashes,
            "aSlashInANameIsNoBoundaryBetweenNames"),
        Defect.of(
            "T2",
            "an empty value is none",
            BrokenPaths::takesEmptyForAbsent,
            "anEmptyValueIsAValue"),
        Defect.of(
            "T2",
            "what is too large is cut short",
            BrokenPaths::cutsValues,
            "theLargestValueFitsAndOneByteMoreIsRefused"),
        Defect.of(
            "T3",
            "a directory reads as an empty node",
            BrokenPaths::readsDirectories,
            "aDirectoryWithoutAValueReadsAsAbsent"),
        Defect.of(
            "T3",
            "a node takes what lies below it along",
            BrokenPaths::deletesTrees,
            "deletingANodeLeavesWhatLiesBelowIt"),
        Defect.of(
            "T3",
            "an empty directory stays",
            BrokenPaths::keepsDirectories,
            "aDirectoryVanishesWithItsLastDescendant"),
        Defect.opening(
            "T4",
            "stores at neighbouring roots share one",
            opener -> root -> opener.apply(root.replaceFirst("/left.*", "")),
            "disjointRootsNeverSeeEachOther"),
        Defect.opening(
            "T4",
            "an inner root is a world of its own",
            opener -> root -> opener.apply(root.replaceFirst("/inner/most", "-inner")),
            "anOuterRootSeesTheNodesOfAnInnerOneAsItsOwn"));
  }

  private static TopoStore foldsNames(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        List<String> folded =
            path.names().stream().map(name -> name.toLowerCase(java.util.Locale.ROOT)).toList();
        return below.write(new TopoPath(folded), value, expect);
      }
    }.store();
  }

  private static TopoStore endsNamesAtSlashes(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        List<String> names = Splitter.on('/').splitToList(String.join("/", path.names()));
        return below.write(new TopoPath(names), value, expect);
      }
    }.store();
  }

  private static TopoStore takesEmptyForAbsent(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Optional<Node> read(TopoPath path) {
        return below.read(path).filter(node -> !node.value().isEmpty());
      }
    }.store();
  }

  private static TopoStore cutsValues(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        int most = below.capabilities().maxValueBytes();
        return below.write(path, value.substring(0, Math.min(most, value.size())), expect);
      }
    }.store();
  }

  private static TopoStore readsDirectories(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Optional<Node> read(TopoPath path) {
        Optional<Node> directory =
            below.list(path).stream()
                .map(node -> new Node(path, ByteString.EMPTY, node.version(), Optional.empty()))
                .findFirst();
        return below.read(path).or(() -> directory);
      }
    }.store();
  }

  private static TopoStore deletesTrees(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public void delete(TopoPath path, Expect expect) {
        below.list(path).forEach(node -> below.delete(node.path(), Expect.any()));
        below.delete(path, expect);
      }
    }.store();
  }

  private static TopoStore keepsDirectories(TopoStore real) {
    Map<TopoPath, Set<String>> seen = new ConcurrentHashMap<>();
    return new TopoLayer(real) {
      @Override
      public List<String> children(TopoPath directory) {
        Set<String> ever = seen.computeIfAbsent(directory, path -> new TreeSet<>());
        ever.addAll(below.children(directory));
        return List.copyOf(ever);
      }
    }.store();
  }
}
