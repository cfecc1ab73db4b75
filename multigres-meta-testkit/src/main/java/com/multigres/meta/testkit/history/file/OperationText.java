package com.multigres.meta.testkit.history.file;

import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.TopoCall;
import java.util.Set;

/** Operations as JSON, one a line. */
final class OperationText {
  private static final Set<String> OF_CATALOG =
      Set.of("opened", "known", "apply", "read", "page", "subscribe", "notified");

  private OperationText() {}

  static String line(Operation operation) {
    Fields.Draft draft = new Fields.Draft().put("client", operation.client());
    draft.put("invoked", operation.invoked());
    if (operation.returned() != Operation.NEVER) {
      draft.put("returned", operation.returned());
    }
    return JsonWriter.text(
        draft.putAll(call(operation.call())).putAll(EndingText.of(operation.ending())).members());
  }

  static Fields.Draft call(Call call) {
    if (call instanceof TopoCall topo) {
      return TopoCallText.of(topo);
    } else if (call instanceof CatalogCall catalog) {
      return CatalogCallText.of(catalog);
    }
    return new Fields.Draft().put("call", "settled").put("stream", ((Call.Settled) call).stream());
  }

  static Call call(Fields fields) {
    String name = fields.text("call");
    if (name.equals("settled")) {
      return new Call.Settled(fields.text("stream"));
    }
    return OF_CATALOG.contains(name) ? CatalogCallText.read(fields) : TopoCallText.read(fields);
  }
}
