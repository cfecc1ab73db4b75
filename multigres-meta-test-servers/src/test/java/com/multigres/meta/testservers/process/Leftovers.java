package com.multigres.meta.testservers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.testservers.internal.ProcessTree;
import java.nio.file.Path;

/** What a server leaves behind when it is closed. */
public final class Leftovers {

  private Leftovers() {}

  /** Closes it, twice, and looks for its process and its files. */
  public static void areNone(ServerProcess server) {
    long pid = server.pid();
    Path folder = server.folder().path();
    assertThat(folder).isDirectory();

    server.close();
    server.close();

    assertThat(ProcessHandle.of(pid).filter(ProcessTree::running)).isEmpty();
    assertThat(folder).doesNotExist();
    assertThatThrownBy(server::start).hasMessageContaining("is closed");
  }
}
