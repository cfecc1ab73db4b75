package com.multigres.meta.k8s;

import java.util.OptionalInt;

/**
 * A manifest that does not describe a cluster. The message is one line: {@code cluster.yaml:12:
 * spec.cells[0].name: what is wrong}.
 */
public final class ManifestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final String field;
  private final String problem;

  ManifestException(
      String file, OptionalInt line, String field, String problem, Throwable... causes) {
    super(describe(file, line, field, problem));
    this.file = file;
    this.line = line.orElse(0);
    this.field = field;
    this.problem = problem;
    if (causes.length > 0) {
      initCause(causes[0]);
    }
  }

  /** The file, or what else the text was called. */
  public String file() {
    return file;
  }

  /** The line, counted from one, where it is known. */
  public OptionalInt line() {
    return line == 0 ? OptionalInt.empty() : OptionalInt.of(line);
  }

  /** The path of the field, such as {@code spec.cells[0].name}; empty for the file as a whole. */
  public String field() {
    return field;
  }

  /** What is wrong, without the place. */
  public String problem() {
    return problem;
  }

  private static String describe(String file, OptionalInt line, String field, String problem) {
    StringBuilder text = new StringBuilder(file);
    line.ifPresent(number -> text.append(':').append(number));
    text.append(": ");
    if (!field.isEmpty()) {
      text.append(field).append(": ");
    }
    return text.append(OneLine.of(problem)).toString();
  }
}
