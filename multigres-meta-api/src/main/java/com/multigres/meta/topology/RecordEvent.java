package com.multigres.meta.topology;

import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import java.util.Optional;

/**
 * What a watch on records tells. First come the records that stand, then {@link InSync}, then every
 * change; values in between may be left out, the last one always arrives. After the store was out
 * of reach the difference is told, deletions included, and then {@link InSync} once more.
 *
 * @param <T> the kind of record
 */
public sealed interface RecordEvent<T> {

  /**
   * A record stands, is new or has changed.
   *
   * @param <T> the kind of record
   * @param entry the record
   */
  record Present<T>(Entry<T> entry) implements RecordEvent<T> {}

  /**
   * A record is gone.
   *
   * @param <T> the kind of record
   * @param path where it lay
   * @param last what it said; empty when it could not be read
   */
  record Removed<T>(TopoPath path, Optional<T> last) implements RecordEvent<T> {}

  /**
   * Something stands there that cannot be read; what was told about this path before no longer
   * holds.
   *
   * @param <T> the kind of record
   * @param error a {@code CORRUPT} error with the path
   */
  record Unreadable<T>(TopoException error) implements RecordEvent<T> {}

  /**
   * Everything that stood at some moment has been told.
   *
   * @param <T> the kind of record
   */
  record InSync<T>() implements RecordEvent<T> {}

  /**
   * The watch is over: access was refused. Nothing follows.
   *
   * @param <T> the kind of record
   * @param error why
   */
  record Ended<T>(TopoException error) implements RecordEvent<T> {}
}
