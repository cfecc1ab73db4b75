package com.multigres.meta.testkit.workload.verdict;

import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.workload.Disturbed.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Histories made by hand, one operation after the other. */
final class Records {
  private final List<Operation> operations = new ArrayList<>();

  static Position position(long generation, String id) {
    return new Position(generation, new ChangeId(id));
  }

  Records add(Call call, Ending ending) {
    long begun = 10L * operations.size();
    operations.add(new Operation("c", call, ending, begun, begun + 5));
    return this;
  }

  Records applied(String id, long generation) {
    return apply(id, new Ending.Done(new Result.Stood(position(generation, id), true, "")));
  }

  Records unknown(String id) {
    return apply(id, new Ending.Unknown("TIMEOUT"));
  }

  private Records apply(String id, Ending ending) {
    return add(new CatalogCall.Apply(Optional.of(id), "a change", Optional.empty()), ending);
  }

  Records page(Position... positions) {
    return add(
        new CatalogCall.Page(Long.MAX_VALUE, 10),
        new Ending.Done(new Result.Entries(List.of(positions))));
  }

  History history() {
    return new History(operations);
  }

  Recorded recorded() {
    return new Recorded(history(), Map.of(), List.of());
  }

  Recorded recorded(Fault injected) {
    return new Recorded(history(), Map.of(injected, 1), List.of());
  }
}
