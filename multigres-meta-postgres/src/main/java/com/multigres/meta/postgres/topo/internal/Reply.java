package com.multigres.meta.postgres.topo.internal;

import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a request.
 *
 * @param writeId the request's id
 * @param verdicts one for each change
 * @param counters for each change that was done, its number
 */
public record Reply(long writeId, List<Verdict> verdicts, List<Long> counters) {

  /** Asks for a row of codes and counters. */
  static Reply of(long writeId, PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      Reply reply = of(writeId, row.getArray(1), row.getArray(2));
      TopoDatabase.ensureReplicated(statement);
      return reply;
    }
  }

  static Reply of(long writeId, Array codes, Array counters) throws SQLException {
    List<Verdict> verdicts = new ArrayList<>();
    for (Object code : (Object[]) codes.getArray()) {
      verdicts.add(Verdict.of(((Number) code).intValue()));
    }
    List<Long> numbers = new ArrayList<>();
    for (Object counter : (Object[]) counters.getArray()) {
      numbers.add(((Number) counter).longValue());
    }
    return new Reply(writeId, verdicts, numbers);
  }

  public Verdict verdict(int change) {
    return verdicts.get(change);
  }

  public Version version(int change, TopoPath path) {
    return new Stamp(counters.get(change), writeId).version(path);
  }
}
