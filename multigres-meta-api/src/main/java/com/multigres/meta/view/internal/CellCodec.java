package com.multigres.meta.view.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.model.component.Orchestrator;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topology.RecordCodec;
import com.multigres.meta.topology.RecordCodecs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A cell and its components in a saved view: the records as they stand in a topology. */
public final class CellCodec {
  private static final TopoPath PLACE = TopoPath.of("saved-view");

  private CellCodec() {}

  /**
   * A cell as it is saved.
   *
   * @param record its record
   * @param components its components
   */
  public record Saved(Cell record, List<Component> components) {}

  /**
   * Writes a cell.
   *
   * @param out where to
   * @param record its record
   * @param components its components
   * @throws IOException when {@code out} does
   */
  public static void write(CodedOutputStream out, Cell record, List<Component> components)
      throws IOException {
    out.writeStringNoTag(record.name());
    out.writeBytesNoTag(RecordCodecs.CELL.encode(record));
    out.writeUInt32NoTag(components.size());
    for (Component component : components) {
      out.writeUInt32NoTag(component.id().type().number());
      out.writeBytesNoTag(encode(component));
    }
  }

  private static ByteString encode(Component component) {
    if (component instanceof Pooler pooler) {
      return RecordCodecs.POOLER.encode(pooler);
    }
    if (component instanceof Gateway gateway) {
      return RecordCodecs.GATEWAY.encode(gateway);
    }
    if (component instanceof Orchestrator orchestrator) {
      return RecordCodecs.ORCHESTRATOR.encode(orchestrator);
    }
    throw new IllegalArgumentException("no component: " + component);
  }

  /**
   * Reads a cell.
   *
   * @param in where from
   * @return the cell and its components
   * @throws IOException when the bytes are cut off or no text; other senseless ones end in a
   *     runtime exception
   */
  public static Saved read(CodedInputStream in) throws IOException {
    String name = in.readStringRequireUtf8();
    Cell saved = RecordCodecs.CELL.decode(PLACE, in.readBytes());
    int count = in.readUInt32();
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Component component = codec(in.readUInt32()).decode(PLACE, in.readBytes());
      if (!component.id().cell().equals(name)) {
        throw new IllegalArgumentException(component.id() + " is not of cell '" + name + "'");
      }
      components.add(component);
    }
    return new Saved(new Cell(name, saved.serverAddresses(), saved.root()), components);
  }

  private static RecordCodec<? extends Component> codec(int type) {
    return switch (type) {
      case 1 -> RecordCodecs.POOLER;
      case 2 -> RecordCodecs.GATEWAY;
      case 3 -> RecordCodecs.ORCHESTRATOR;
      default ->
          throw new IllegalArgumentException("no view holds a " + new ComponentType(type).name());
    };
  }
}
