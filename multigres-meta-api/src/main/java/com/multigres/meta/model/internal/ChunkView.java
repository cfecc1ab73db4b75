package com.multigres.meta.model.internal;

import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** What lies in chunks, in its order, as an unmodifiable collection. */
abstract class ChunkView<E> extends AbstractCollection<E> {
  private final Object[][] chunks;
  private final int size;

  ChunkView(Object[][] chunks, int size) {
    this.chunks = chunks;
    this.size = size;
  }

  /** What is shown of one entry. */
  abstract E at(Object[] chunk, int slot);

  @Override
  public int size() {
    return size;
  }

  @Override
  public Iterator<E> iterator() {
    return new Iterator<>() {
      private int chunk;
      private int slot;

      @Override
      public boolean hasNext() {
        return chunk < chunks.length;
      }

      @Override
      public E next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        E next = at(chunks[chunk], slot++);
        if (2 * slot == chunks[chunk].length) {
          chunk++;
          slot = 0;
        }
        return next;
      }
    };
  }
}
