package org.fivesigma.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.core.spec.describe.OptionDescription;
import org.fivesigma.core.spec.describe.OptionDescriptions;
import org.fivesigma.core.spec.describe.ReferencePages;
import org.fivesigma.spi.NearNames;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows every option of one plugin. */
@Command(
    name = "describe",
    description = "Shows every option of a plugin: type, range, default, meaning, example.")
final class DescribeCommand implements Callable<Integer> {
  private final Program program;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "KIND",
      description = "The kind, such as model.")
  private String kind;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      description = "The id, such as xgboost.")
  private String id;

  @Option(
      names = "--markdown",
      paramLabel = "DIR",
      description = "Instead writes the reference pages of all that is installed to a folder.")
  private Path pages;

  DescribeCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    if (pages != null) {
      return write(program.folder().resolve(pages));
    }
    if (kind == null || id == null) {
      throw new ParameterException(
          spec.commandLine(), "missing required parameter: " + (kind == null ? "KIND, ID" : "ID"));
    }
    PluginCatalog catalog = program.catalog();
    Extension<?> extension = extension(catalog);
    List<OptionDescription> options = new OptionDescriptions(catalog).of(extension.options());
    Console console = program.console();
    if (console.json()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("kind", kind);
      document.put("id", id);
      document.put("description", extension.description());
      document.put("plugin", catalog.offeredBy(extension));
      document.put("options", options.stream().map(DescribeCommand::document).toList());
      console.document(document);
      return ExitCode.DONE;
    }
    console.result(kind + " '" + id + "' of " + catalog.offeredBy(extension));
    console.result(extension.description());
    if (options.isEmpty()) {
      console.result("It has no options.");
    }
    print(console, options, "");
    return ExitCode.DONE;
  }

  private int write(Path folder) throws IOException {
    Map<String, String> all = new ReferencePages(program.catalog()).pages();
    Files.createDirectories(folder);
    for (Map.Entry<String, String> page : all.entrySet()) {
      Files.writeString(folder.resolve(page.getKey()), page.getValue());
    }
    program.console().result(all.size() + " pages in " + folder);
    return ExitCode.DONE;
  }

  private Extension<?> extension(PluginCatalog catalog) {
    Kind<?> known = PluginsCommand.kind(catalog, kind);
    List<String> ids = catalog.ids(known);
    return catalog
        .find(kind, id)
        .orElseThrow(
            () ->
                UserError.of("unknown-plugin", "there is no " + kind + " '" + id + "'")
                    .hint(NearNames.hint(id, ids).orElse("there are " + String.join(", ", ids))));
  }

  private static void print(Console console, List<OptionDescription> options, String indent) {
    for (OptionDescription option : options) {
      console.result("");
      console.result(indent + option.key() + ": " + summary(option));
      console.result(indent + "    " + option.meaning());
      if (!option.example().isEmpty()) {
        console.result(indent + "    example: " + option.key() + ": " + option.example());
      }
      print(console, option.nested(), indent + "    ");
    }
  }

  private static String summary(OptionDescription option) {
    List<String> facts = new ArrayList<>();
    facts.add(option.type());
    if (!option.limits().isEmpty()) {
      facts.add(option.limits());
    }
    if (!option.unit().isEmpty()) {
      facts.add("in " + option.unit());
    }
    facts.add(
        option
            .defaultValue()
            .map(d -> "default " + d)
            .orElse(option.required() ? "required" : "optional"));
    return String.join("; ", facts);
  }

  private static Map<String, Object> document(OptionDescription option) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("key", option.key());
    document.put("type", option.type());
    document.put("required", option.required());
    option.defaultValue().ifPresent(d -> document.put("default", d));
    document.put("limits", option.limits());
    document.put("unit", option.unit());
    document.put("meaning", option.meaning());
    document.put("example", option.example());
    document.put("options", option.nested().stream().map(DescribeCommand::document).toList());
    return document;
  }
}
