package com.multigres.meta.testkit.topo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.LibraryThreads;
import com.multigres.meta.testkit.Patience;
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
public final class OpenedStores {
  private final Function<String, TopoStore> opener;
  private final String root = "/contract-" + UUID.randomUUID().toString().substring(0, 8);
  private final LibraryThreads threads = LibraryThreads.remembered();
  private final List<AutoCloseable> resources = Collections.synchronizedList(new ArrayList<>());
  private final Supplier<OptionalLong> sessions;
  private final OptionalLong sessionsBefore;
  private final TopoStore store;

  /**
   * Opens the first store, at a root of its own.
   *
   * @param opener opens a store at a root
   * @param sessions how many sessions the server holds, if anybody can tell
   */
  public OpenedStores(Function<String, TopoStore> opener, Supplier<OptionalLong> sessions) {
    this.opener = opener;
    this.sessions = sessions;
    this.sessionsBefore = sessions.get();
    this.store = open("");
  }

  /** The first store. */
  public TopoStore store() {
    return store;
  }

  /** The root of this test's own. */
  public String root() {
    return root;
  }

  /** One more store, at a directory below the root or, with an empty text, at the root. */
  public TopoStore open(String directory) {
    return closing(opener.apply(directory.isEmpty() ? root : root + "/" + directory));
  }

  /** Sees to it that something is closed before the stores are. */
  public <C extends AutoCloseable> C closing(C resource) {
    resources.add(resource);
    return resource;
  }

  /** Closes everything, youngest first, and looks for what was left behind. */
  public void close() {
    TopoStore witness = opener.apply(root);
    try {
      List<AutoCloseable> youngestFirst = new ArrayList<>(resources);
      Collections.reverse(youngestFirst);
      youngestFirst.forEach(OpenedStores::close);
      Patience.eventually()
          .untilAsserted(
              () ->
                  assertThat(witness.list(TopoPath.root()).stream().filter(Node::ephemeral))
                      .as("nodes of sessions after all stores were closed")
                      .isEmpty());
      Patience.eventually()
          .untilAsserted(
              () ->
                  assertThat(sessions.get())
                      .as("sessions on the server after all stores were closed")
                      .isEqualTo(sessionsBefore));
      deleteAll(witness);
    } finally {
      witness.close();
    }
    Patience.eventually().untilAsserted(threads::assertNoneMore);
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
