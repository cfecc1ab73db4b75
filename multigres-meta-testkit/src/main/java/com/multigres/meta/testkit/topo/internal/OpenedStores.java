package com.multigres.meta.testkit.topo;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.LibraryThreads;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.WriteResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** What one test opened, and the check that it left nothing behind. */
final class OpenedStores {
  private final Function<String, TopoStore> opener;
  private final String root = "/contract-" + UUID.randomUUID().toString().substring(0, 8);
  private final LibraryThreads threads = LibraryThreads.remembered();
  private final List<AutoCloseable> resources = Collections.synchronizedList(new ArrayList<>());
  private final Supplier<OptionalLong> sessions;
  private final OptionalLong sessionsBefore;
  private final TopoStore store;

  OpenedStores(Function<String, TopoStore> opener, Supplier<OptionalLong> sessions) {
    this.opener = opener;
    this.sessions = sessions;
    this.sessionsBefore = sessions.get();
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
      TopoFixture.eventually()
          .untilAsserted(
              () ->
                  assertThat(sessions.get())
                      .as("sessions on the server after all stores were closed")
                      .isEqualTo(sessionsBefore));
      deleteAll(witness);
    } finally {
      witness.close();
    }
    TopoFixture.eventually().untilAsserted(threads::assertNoneMore);
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
}
