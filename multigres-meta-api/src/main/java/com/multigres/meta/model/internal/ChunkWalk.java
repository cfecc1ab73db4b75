package com.multigres.meta.model.internal;

import org.jspecify.annotations.Nullable;

/** Answers for ascending keys, each from where the one before was found. */
final class ChunkWalk<K extends Comparable<? super K>> {
  private final Object[][] chunks;
  private int chunk;
  private int at;

  ChunkWalk(Object[][] chunks, K from) {
    this.chunks = chunks;
    this.chunk = Math.max(0, Chunks.of(chunks, from));
  }

  /** The value of a key, null where there is none. */
  @Nullable Object valueOf(K key) {
    while (chunk < chunks.length) {
      Object[] here = chunks[chunk];
      while (at < here.length && Chunks.<K>cast(here[at]).compareTo(key) < 0) {
        at += 2;
      }
      if (at < here.length) {
        return here[at].equals(key) ? here[at + 1] : null;
      }
      chunk++;
      at = 0;
    }
    return null;
  }
}
