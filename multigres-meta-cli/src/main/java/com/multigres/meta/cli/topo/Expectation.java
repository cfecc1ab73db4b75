package com.multigres.meta.cli.topo;

import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import java.util.Optional;

/** What {@code --expect} says. */
final class Expectation {
  private Expectation() {}

  static Expect of(Optional<String> text, TopoPath path) {
    if (text.isEmpty()) {
      return Expect.any();
    }
    return text.get().equals("absent")
        ? Expect.absent()
        : Expect.version(Version.parse(path, text.get()));
  }
}
