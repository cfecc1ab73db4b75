package com.multigres.meta.cli.component;

import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.model.component.Orchestrator;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a component is to say about itself. */
final class ComponentOptions {

  @Option(
      names = "--type",
      required = true,
      paramLabel = "TYPE",
      description = "pooler, gateway or orchestrator.")
  private String type = "";

  @Option(names = "--cell", required = true, paramLabel = "CELL", description = "Its cell.")
  private String cell = "";

  @Option(names = "--name", required = true, paramLabel = "NAME", description = "Its name there.")
  private String name = "";

  @Option(names = "--host", required = true, paramLabel = "HOST", description = "Its host name.")
  private String host = "";

  @Option(
      names = "--port",
      split = ",",
      paramLabel = "NAME=PORT",
      description = "A port, such as grpc=15270; may be repeated.")
  private List<String> ports = List.of();

  @Parameters(paramLabel = "NAME=PORT", arity = "0..*", description = "More ports.")
  private List<String> morePorts = List.of();

  @Option(names = "--database", paramLabel = "DATABASE", description = "A pooler's database.")
  private Optional<String> database = Optional.empty();

  @Option(names = "--tablegroup", paramLabel = "TABLEGROUP", description = "A pooler's tablegroup.")
  private Optional<String> tableGroup = Optional.empty();

  @Option(names = "--shard", paramLabel = "SHARD", description = "A pooler's shard.")
  private Optional<String> shard = Optional.empty();

  Component component() {
    ComponentType kind = ComponentType.parse(type);
    ComponentId id = new ComponentId(kind, cell, name);
    boolean anyShard = database.isPresent() || tableGroup.isPresent() || shard.isPresent();
    if (anyShard && !kind.equals(ComponentType.POOLER)) {
      throw CliException.usage("only a pooler stands for a shard, not a " + type);
    }
    if (kind.equals(ComponentType.GATEWAY)) {
      return new Gateway(id, host, numbers(), 0);
    }
    if (kind.equals(ComponentType.ORCHESTRATOR)) {
      return new Orchestrator(id, host, numbers());
    }
    PoolerBuilder pooler = Pooler.builder(id).hostname(host).ports(numbers());
    return (anyShard ? ofShard(pooler) : pooler).build();
  }

  String cell() {
    return cell;
  }

  private PoolerBuilder ofShard(PoolerBuilder pooler) {
    ShardKey key =
        new ShardKey(
            database.orElse(Catalog.DEFAULT_DATABASE),
            tableGroup.orElse(Catalog.DEFAULT_TABLE_GROUP),
            shard.orElse(Catalog.DEFAULT_SHARD));
    return pooler.shardKey(key).keyRange(KeyRange.parse(key.shard()));
  }

  private Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (List<String> given : List.of(ports, morePorts)) {
      given.forEach(port -> add(port, numbers));
    }
    return numbers;
  }

  private static void add(String port, Map<String, Integer> numbers) {
    int equals = port.indexOf('=');
    if (equals < 1) {
      throw CliException.usage("'" + port + "' does not read NAME=PORT, as in grpc=15270");
    }
    String portName = port.substring(0, equals);
    if (numbers.put(portName, number(portName, port.substring(equals + 1))) != null) {
      throw CliException.usage("port '" + portName + "' is given twice");
    }
  }

  private static int number(String portName, String number) {
    if (!number.matches("[0-9]{1,5}")) {
      throw CliException.usage("port '" + portName + "' is no number: '" + number + "'");
    }
    return Integer.parseInt(number);
  }
}
