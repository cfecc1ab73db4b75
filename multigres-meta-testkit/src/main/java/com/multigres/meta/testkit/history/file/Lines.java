package com.multigres.meta.testkit.history.file;

import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the lines of a file together: whole operations, and beginnings and ends of one id. What
 * never ended has an unknown outcome.
 */
final class Lines {
  private final Path file;
  private final List<Operation> whole = new ArrayList<>();
  private final Map<Long, Begun> begun = new LinkedHashMap<>();
  private int number;

  private record Begun(String client, Call call, long invoked) {
    private Operation ended(Ending ending, long returned) {
      return new Operation(client, call, ending, invoked, returned);
    }
  }

  Lines(Path file) {
    this.file = file;
  }

  /**
   * Adds a line.
   *
   * @param cut whether it is the last one and its process was killed before it stood there whole
   */
  void add(String line, boolean cut) {
    number++;
    try {
      add(JsonReader.object(line));
    } catch (IllegalArgumentException unreadable) {
      if (!cut) {
        throw new IllegalArgumentException(
            "line " + number + " of " + file + " is no operation: " + unreadable.getMessage(),
            unreadable);
      }
    }
  }

  private void add(Fields fields) {
    if (!fields.has("ending")) {
      begun.put(
          fields.number("id"),
          new Begun(fields.text("client"), OperationText.call(fields), fields.number("invoked")));
    } else if (fields.has("id")) {
      Begun ended = begun.remove(fields.number("id"));
      if (ended == null) {
        throw new IllegalArgumentException("it ends what did not begin");
      }
      whole.add(ended.ended(EndingText.read(fields), fields.number("returned")));
    } else {
      whole.add(
          new Begun(fields.text("client"), OperationText.call(fields), fields.number("invoked"))
              .ended(
                  EndingText.read(fields),
                  fields.has("returned") ? fields.number("returned") : Operation.NEVER));
    }
  }

  History history() {
    List<Operation> all = new ArrayList<>(whole);
    begun
        .values()
        .forEach(open -> all.add(open.ended(new Ending.Unknown("IN_FLIGHT"), Operation.NEVER)));
    return new History(all);
  }
}
