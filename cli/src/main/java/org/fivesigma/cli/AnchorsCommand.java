package org.fivesigma.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fivesigma.spi.metric.Anchors;
import org.fivesigma.spi.metric.Anchors.Anchor;
import org.fivesigma.spi.plugin.Extension;
import picocli.CommandLine.Command;

/** Checks the metric code against published numbers. */
@Command(name = "anchors", description = "Checks the metric code against published numbers.")
final class AnchorsCommand implements Callable<Integer> {
  private final Program program;

  AnchorsCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    List<Anchor> anchors = new ArrayList<>();
    for (Extension<Anchors> extension : program.catalog().extensions(Anchors.KIND)) {
      anchors.addAll(extension.factory().apply(new Extension.NoOptions()).compute());
    }
    Console console = program.console();
    long wrong = anchors.stream().filter(a -> !a.ok()).count();
    if (console.json()) {
      console.document(anchors.stream().map(AnchorsCommand::document).toList());
    } else {
      Table table = new Table("what", "source", "expected", "got", "ok");
      for (Anchor a : anchors) {
        table.row(
            a.name(),
            a.source(),
            Double.toString(a.expected()),
            Double.toString(a.got()),
            a.ok() ? "ok" : "WRONG");
      }
      table.print(console.outWriter());
      console.result((anchors.size() - wrong) + " of " + anchors.size() + " numbers agree");
    }
    return wrong == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static Map<String, Object> document(Anchor anchor) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", anchor.name());
    document.put("source", anchor.source());
    document.put("expected", anchor.expected());
    document.put("got", anchor.got());
    document.put("tolerance", anchor.tolerance());
    document.put("ok", anchor.ok());
    return document;
  }
}
