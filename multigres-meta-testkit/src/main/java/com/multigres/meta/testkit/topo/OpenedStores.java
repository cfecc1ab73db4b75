package com.multigres.meta.testkit.topo;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.WriteResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What one test opened, and the check that it left nothing behind. */
final class OpenedStores {
  private final Function<String, TopoStore> opener;
  private final String root = "/contract-" + UUID.randomUUID().toString().substring(0, 8);
  private final Set<Thread> threadsBefore = libraryThreads();
  private final List<AutoCloseable> resources = Collections.synchronizedList(new ArrayList<>());
  private final TopoStore store;

  OpenedStores(Function<String, TopoStore> opener) {
    this.opener = opener;
    this.store = open("");
  }

  TopoStore store() {
    return store;
  }

  TopoStore open(String directory) {
    return closing(opener.apply(directory.isEmpty() ? root : root + "/" + directory));
  }

  <C extends AutoCloseable> C closing(C resource) {
    resources.add(resource);
    return resource;
  }

  void close() {
    TopoStore witness = opener.apply(root);
    try {
      List<AutoCloseable> youngestFirst = new ArrayList<>(resources);
      Collections.reverse(youngestFirst);
      youngestFirst.forEach(OpenedStores::close);
      TopoFixture.eventually()
          .untilAsserted(
              () ->
                  assertThat(witness.list(TopoPath.root()).stream().filter(Node::ephemeral))
                      .as("nodes of sessions after all stores were closed")
                      .isEmpty());
      deleteAll(witness);
    } finally {
      witness.close();
    }
    TopoFixture.eventually()
        .untilAsserted(
            () ->
                assertThat(libraryThreads())
                    .as("threads of the library after all stores were closed")
                    .isSubsetOf(threadsBefore));
  }

  private static void deleteAll(TopoStore witness) {
    List<Mutation> deletes =
        witness.list(TopoPath.root()).stream()
            .map(node -> Mutation.delete(node.path(), Expect.any()))
            .toList();
    assertThat(witness.writeAll(deletes)).hasOnlyElementsOfType(WriteResult.Deleted.class);
    assertThat(witness.list(TopoPath.root())).isEmpty();
    assertThat(witness.children(TopoPath.root())).isEmpty();
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception failure) {
      throw new AssertionError("closing " + resource + " failed", failure);
    }
  }

  private static Set<Thread> libraryThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("multigres-") && thread.isAlive())
        .collect(Collectors.toSet());
  }
}
