package com.multigres.meta.view.internal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.Component;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A cell and its components in a saved view. */
public final class CellCodec {
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
    out.writeUInt32NoTag(record.serverAddresses().size());
    for (String address : record.serverAddresses()) {
      out.writeStringNoTag(address);
    }
    out.writeStringNoTag(record.root());
    out.writeUInt32NoTag(components.size());
    ComponentWriter writer = new ComponentWriter(out);
    for (Component component : components) {
      writer.write(component);
    }
  }

  /**
   * Reads a cell.
   *
   * @param in where from
   * @return the cell and its components
   * @throws IOException when the bytes are cut off; other senseless ones end in a runtime exception
   */
  public static Saved read(CodedInputStream in) throws IOException {
    String name = in.readString();
    List<String> addresses = new ArrayList<>();
    int count = in.readUInt32();
    for (int i = 0; i < count; i++) {
      addresses.add(in.readString());
    }
    Cell record = new Cell(name, addresses, in.readString());
    int components = in.readUInt32();
    ComponentReader reader = new ComponentReader(in, name);
    List<Component> read = new ArrayList<>();
    for (int i = 0; i < components; i++) {
      read.add(reader.read());
    }
    return new Saved(record, read);
  }
}
