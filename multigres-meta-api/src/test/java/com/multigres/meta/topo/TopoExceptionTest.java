package com.multigres.meta.topo;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException.Code;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class TopoExceptionTest {

  @Test
  void anErrorThatTravelsKeepsWhatItSays() throws IOException, ClassNotFoundException {
    TopoPath path = TopoPath.of("a/b", "%", "ü");

    TopoException there = travelled(TopoException.refused(Code.NO_NODE, path, "is not there"));

    assertThat(there.path()).contains(path);
    assertThat(there.code()).isEqualTo(Code.NO_NODE);
    assertThat(there.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(there.getMessage()).isEqualTo(path + ": is not there");
  }

  @Test
  void anErrorAboutNoNodeHasNoPath() throws IOException, ClassNotFoundException {
    assertThat(travelled(TopoException.badInput("no")).path()).isEmpty();
  }

  private static TopoException travelled(TopoException error)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(error);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (TopoException) in.readObject();
    }
  }
}
