package com.multigres.meta.testkit.proxy;

/** Which way bytes travel through a {@link TcpProxy}. */
public enum Direction {
  /** What the client says. */
  TO_SERVER,
  /** What the server answers. */
  TO_CLIENT
}
