package com.multigres.meta.testkit.run;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The kit once more, together with somebody's jars: {@code java -jar} takes no class path, and
 * backends are found by the class loader of the library.
 */
final class WiderClassPath {
  private WiderClassPath() {}

  /** Runs the words where these jars are to be had, and answers the exit status. */
  static int run(List<String> paths, String[] words) {
    List<URL> all = new ArrayList<>();
    paths.forEach(path -> add(all, path, true));
    add(all, System.getProperty("java.class.path", ""), false);
    try (URLClassLoader wider =
        new URLClassLoader(all.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(wider);
      Method inside =
          wider
              .loadClass(ConformanceMain.class.getName())
              .getDeclaredMethod("inside", String[].class);
      inside.setAccessible(true);
      return (int) inside.invoke(null, (Object) words);
    } catch (InvocationTargetException failed) {
      if (failed.getCause() instanceof RuntimeException inside) {
        throw inside;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (IOException | ReflectiveOperationException broken) {
      throw new IllegalStateException("the class path cannot be used", broken);
    }
  }

  private static void add(List<URL> all, String path, boolean mustExist) {
    for (String part : path.split(File.pathSeparator, -1)) {
      if (part.endsWith(File.separator + "*")) {
        jars(Path.of(part.substring(0, part.length() - 1))).forEach(jar -> all.add(url(jar)));
      } else if (!part.isEmpty()) {
        Path file = Path.of(part);
        if (mustExist && !Files.exists(file)) {
          throw new IllegalArgumentException("--class-path: there is no '" + part + "'");
        }
        all.add(url(file));
      }
    }
  }

  private static List<Path> jars(Path folder) {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
      found.forEach(jars::add);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "--class-path: '" + folder + "' cannot be listed", unreadable);
    }
    return jars;
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("--class-path: '" + file + "' is no path", e);
    }
  }
}
