package com.multigres.meta.cli.component;

import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.model.component.Orchestrator;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topology.CellTopology;
import com.multigres.meta.topology.Entry;
import com.multigres.meta.topology.PutResult;
import com.multigres.meta.topology.PutResult.Effect;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Registers a component until somebody removes its record. One of the same id that is registered
 * already may be somebody else's: it stays as it is unless the caller says otherwise.
 */
final class Registering {
  private static final String BY_REPLACING = "; --replace writes over it";
  private static final String BY_SESSION =
      "; --session --on-conflict take_over makes the record this process's own";

  private final CellTopology cell;

  Registering(CellTopology cell) {
    this.cell = cell;
  }

  /** Registers one that is not there yet; one that is there and says the same stays. */
  PutResult<? extends Component> register(Component component) {
    try {
      return new PutResult<>(Effect.CREATED, create(component));
    } catch (TopoException e) {
      if (e.code() != Code.NODE_EXISTS) {
        throw e;
      }
    }
    Entry<? extends Component> standing = standing(component.id());
    if (standing.node().ephemeral() || !saysTheSame(standing.record(), component)) {
      throw taken(standing);
    }
    return new PutResult<>(Effect.UNCHANGED, standing);
  }

  private Entry<? extends Component> create(Component component) {
    if (component instanceof Pooler pooler) {
      return cell.poolers().create(pooler);
    }
    return component instanceof Gateway gateway
        ? cell.gateways().create(gateway)
        : cell.orchestrators().create((Orchestrator) component);
  }

  /** Registers one whatever its record says; only a process that lives keeps its own. */
  PutResult<? extends Component> replace(Component component) {
    try {
      return cell.register(component);
    } catch (TopoException e) {
      throw e.code() == Code.NODE_EXISTS ? refusal(component.id()) : e;
    }
  }

  /** Says in a component's words that one of that id is registered. */
  TopoException refusal(ComponentId id) {
    return taken(standing(id));
  }

  private Entry<? extends Component> standing(ComponentId id) {
    return cell.components(id.type())
        .get(id)
        .orElseThrow(
            () ->
                TopoException.refused(
                    Code.NODE_EXISTS,
                    "the place of component "
                        + Shown.name(id.text())
                        + " was taken a moment ago, or is another component's"));
  }

  /** What the caller says of itself; what others wrote into the record since is no difference. */
  private static boolean saysTheSame(Component standing, Component wanted) {
    return standing.hostname().equals(wanted.hostname())
        && standing.ports().equals(wanted.ports())
        && shard(standing).equals(shard(wanted));
  }

  private static Optional<?> shard(Component component) {
    return component instanceof Pooler pooler ? pooler.shardKey() : Optional.empty();
  }

  private static TopoException taken(Entry<? extends Component> entry) {
    Component standing = entry.record();
    String ports =
        standing.ports().entrySet().stream()
            .map(port -> " " + port.getKey() + "=" + port.getValue())
            .collect(Collectors.joining());
    String shard = shard(standing).map(key -> " for " + key).orElse("");
    boolean bound = entry.node().ephemeral();
    return TopoException.refused(
        Code.NODE_EXISTS,
        "component "
            + Shown.name(standing.id().text())
            + " is registered already"
            + (bound ? ", by a process that lives" : "")
            + ", at "
            + Shown.name(standing.hostname())
            + ports
            + shard
            + (bound ? BY_SESSION : BY_REPLACING));
  }
}
