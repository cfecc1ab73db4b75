package com.multigres.meta.testkit.topo.broken;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Registration;
import com.multigres.meta.topo.TopoPath;
import java.util.function.UnaryOperator;

/** A registration over another that passes everything on. */
class RegistrationLayer implements Registration {
  protected final Registration below;

  RegistrationLayer(Registration below) {
    this.below = below;
  }

  @Override
  public TopoPath path() {
    return below.path();
  }

  @Override
  public boolean isRegistered() {
    return below.isRegistered();
  }

  @Override
  public ByteString value() {
    return below.value();
  }

  @Override
  public void update(ByteString value) {
    below.update(value);
  }

  @Override
  public void change(UnaryOperator<ByteString> change) {
    below.change(change);
  }

  @Override
  public void close() {
    below.close();
  }
}
