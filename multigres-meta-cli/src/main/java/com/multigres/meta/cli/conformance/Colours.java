package com.multigres.meta.cli.conformance;

import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.testkit.report.Ink;

/** The command's colours for the kit's lines. */
record Colours(Paint paint) implements Ink {
  @Override
  public String strong(String text) {
    return paint.strong(text);
  }

  @Override
  public String good(String text) {
    return paint.good(text);
  }

  @Override
  public String bad(String text) {
    return paint.bad(text);
  }

  @Override
  public String faint(String text) {
    return paint.faint(text);
  }
}
