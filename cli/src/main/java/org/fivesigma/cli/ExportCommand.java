package org.fivesigma.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.serving.onnx.OnnxExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export MODEL --onnx FILE}. */
@Command(
    name = "export",
    description = {
      "Writes a model with its preprocessing as one ONNX graph, and compares the graph's scores with"
          + " the model's own.",
      "It is not written when they differ by more than 1e-5."
    },
    sortOptions = false)
final class ExportCommand implements Callable<Integer> {
  private final Program program;

  @Mixin private ModelArgument model;

  @Option(names = "--onnx", required = true, paramLabel = "FILE", description = "The graph: .onnx.")
  private Path onnx;

  ExportCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Path file = program.folder().resolve(onnx);
    int threads = Runtime.getRuntime().availableProcessors();
    OnnxExport.Result result;
    try (Bundle bundle = Bundle.load(model.folder(program), program.catalog(), threads, "cpu")) {
      result = OnnxExport.export(bundle, file);
    }
    Console console = program.console();
    if (console.json()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("file", file.toString());
      document.put("bytes", result.bytes());
      document.put("largest_difference", result.difference());
      document.put("events", (long) result.events());
      console.document(document);
    } else {
      console.message(
          String.format(
              Locale.ROOT,
              "largest difference from the model's own scores: %.2g on %d events",
              result.difference(),
              result.events()));
      console.result(file.toString());
    }
    return ExitCode.DONE;
  }
}
