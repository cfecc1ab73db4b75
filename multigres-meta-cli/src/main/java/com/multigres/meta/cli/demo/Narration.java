package com.multigres.meta.cli.demo;

/** Who is told what happens. */
public interface Narration {

  /** A step begins. */
  void step(String title);

  /** What was done, and what was written where. */
  void tell(String line);
}
