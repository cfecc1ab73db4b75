package com.multigres.meta.testservers;

import java.util.LinkedHashMap;
import java.util.Map;

/** What every server of ours is told unless its setup says otherwise. */
final class PostgresDefaults {

  private PostgresDefaults() {}

  static Map<String, String> of(PostgresHome home, int port) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("port", Integer.toString(port));
    settings.put("unix_socket_directories", home.folder().toString());
    settings.put("max_connections", "200");
    if (home.disposable()) {
      settings.put("fsync", "off");
      // In the data directory, where it goes with the folder even after a kill.
      settings.put("dynamic_shared_memory_type", "mmap");
    }
    return settings;
  }
}
