package org.fivesigma.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.spi.NearNames;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what is installed. */
@Command(name = "plugins", description = "Lists what is installed, by kind and id.")
final class PluginsCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(arity = "0..1", paramLabel = "KIND", description = "Only this kind, such as model.")
  private String kind;

  @Option(names = "--all", description = "Also what no experiment file names, such as readers.")
  private boolean all;

  PluginsCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    PluginCatalog catalog = program.catalog();
    List<Extension<?>> shown = new ArrayList<>();
    for (Kind<?> each : kinds(catalog)) {
      shown.addAll(catalog.extensions(each));
    }
    Console console = program.console();
    if (console.json()) {
      List<Map<String, String>> document = new ArrayList<>();
      for (Extension<?> e : shown) {
        Map<String, String> one = new LinkedHashMap<>();
        one.put("kind", e.kind().name());
        one.put("id", e.id());
        one.put("description", e.description());
        one.put("plugin", catalog.offeredBy(e));
        document.add(one);
      }
      console.document(document);
      return ExitCode.DONE;
    }
    Table table = new Table("kind", "id", "description", "plugin");
    for (Extension<?> e : shown) {
      table.row(e.kind().name(), e.id(), e.description(), catalog.offeredBy(e));
    }
    table.print(console.outWriter());
    return ExitCode.DONE;
  }

  private List<Kind<?>> kinds(PluginCatalog catalog) {
    return kind == null
        ? catalog.kinds().stream().filter(k -> all || k.named()).toList()
        : List.of(kind(catalog, kind));
  }

  /**
   * The kind of that name.
   *
   * @throws UserError for an unknown one, with the near ones
   */
  static Kind<?> kind(PluginCatalog catalog, String name) {
    List<String> names = catalog.kinds().stream().<String>map(Kind::name).toList();
    return catalog
        .kind(name)
        .orElseThrow(
            () ->
                UserError.of("unknown-kind", "there is no kind '" + name + "'")
                    .hint(
                        NearNames.hint(name, names)
                            .orElse("there are " + String.join(", ", names))));
  }
}
