package com.multigres.meta.cli.run;

import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands: each gets the context in its constructor. */
public final class CommandFactory implements IFactory {
  private final Context context;
  private final IFactory others = CommandLine.defaultFactory();

  /** A factory of commands for one run. */
  public CommandFactory(Context context) {
    this.context = context;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == 1
          && constructor.getParameterTypes()[0] == Context.class) {
        constructor.setAccessible(true);
        return type.cast(constructor.newInstance(context));
      }
    }
    return others.create(type);
  }
}
