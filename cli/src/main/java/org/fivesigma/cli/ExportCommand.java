package org.fivesigma.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.serving.onnx.OnnxExport;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export MODEL --onnx FILE} and {@code export MODEL --zip FILE}. */
@Command(
    name = "export",
    description = {
      "--onnx writes a model with its preprocessing as one ONNX graph, and compares the graph's scores"
          + " with the model's own: it is not written when they differ by more than 1e-5.",
      "--zip writes the bundle as one file, which predict, evaluate and serve take as they take its"
          + " folder."
    },
    sortOptions = false)
final class ExportCommand implements Callable<Integer> {
  private final Program program;

  @Mixin private ModelArgument model;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Form form;

  /** What to write: one of them. */
  static final class Form {
    @Option(names = "--onnx", required = true, paramLabel = "FILE", description = "A graph: .onnx.")
    private Path onnx;

    @Option(names = "--zip", required = true, paramLabel = "FILE", description = "A bundle: .zip.")
    private Path zip;
  }

  ExportCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    if (form.zip != null) {
      zip(program.folder().resolve(form.zip));
    } else {
      onnx(program.folder().resolve(form.onnx));
    }
    return ExitCode.DONE;
  }

  private void zip(Path file) {
    Bundle.zip(model.folder(program), file);
    if (program.console().json()) {
      program.console().document(Map.of("file", file.toString()));
    } else {
      program.console().result(file.toString());
    }
  }

  private void onnx(Path file) {
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
  }
}
