package com.multigres.meta.testkit.history;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that the clients of one store did, from when nothing stood in it. Immutable.
 *
 * @param operations in the order in which they began; those that began together stand as recorded
 */
public record History(List<Operation> operations) {

  // Copies and sorts.
  public History {
    operations = operations.stream().sorted(Comparator.comparingLong(Operation::invoked)).toList();
  }

  /**
   * This history and another of the same store and clock, as of other processes.
   *
   * @param other the other
   * @return both together
   */
  public History with(History other) {
    return new History(Stream.concat(operations.stream(), other.operations.stream()).toList());
  }

  /**
   * How many operations it has.
   *
   * @return the count
   */
  public int size() {
    return operations.size();
  }
}
