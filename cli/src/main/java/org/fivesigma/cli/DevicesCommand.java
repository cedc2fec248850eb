package org.fivesigma.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fivesigma.spi.engine.Engine;
import org.fivesigma.spi.plugin.Extension;
import picocli.CommandLine.Command;

/** Shows what each engine sees. */
@Command(name = "devices", description = "Shows which devices each engine sees.")
final class DevicesCommand implements Callable<Integer> {
  private final Program program;

  DevicesCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Map<String, Engine.Sight> sights = new LinkedHashMap<>();
    for (Extension<Engine> extension : program.catalog().extensions(Engine.KIND)) {
      sights.put(extension.id(), extension.factory().apply(new Extension.NoOptions()).look());
    }
    Console console = program.console();
    if (console.json()) {
      List<Map<String, Object>> document = new ArrayList<>();
      sights.forEach((id, sight) -> document.add(document(id, sight)));
      console.document(document);
      return ExitCode.DONE;
    }
    Table table = new Table("engine", "version", "device", "what it is");
    sights.forEach(
        (id, sight) -> {
          for (Engine.Device device : sight.devices()) {
            table.row(id, sight.version(), device.name(), device.description());
          }
          if (sight.devices().isEmpty()) {
            table.row(id, sight.version(), "none", "");
          }
        });
    table.print(console.outWriter());
    sights.forEach((id, sight) -> sight.notes().forEach(n -> console.result(id + ": " + n)));
    return ExitCode.DONE;
  }

  private static Map<String, Object> document(String id, Engine.Sight sight) {
    List<Map<String, Object>> devices = new ArrayList<>();
    for (Engine.Device device : sight.devices()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", device.name());
      one.put("description", device.description());
      devices.add(one);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("engine", id);
    document.put("version", sight.version());
    document.put("devices", devices);
    document.put("notes", sight.notes());
    return document;
  }
}
