package org.fivesigma.core.spec.describe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kind;

/** The reference pages of the documentation, in Markdown, written from the descriptions alone. */
public final class ReferencePages {
  private static final String NOTE =
      "<!-- Written by ./fivesigma describe --markdown docs/reference; do not change by hand. -->\n\n";

  private final PluginCatalog catalog;
  private final OptionDescriptions descriptions;

  /** Pages about what this catalog offers. */
  public ReferencePages(PluginCatalog catalog) {
    this.catalog = catalog;
    this.descriptions = new OptionDescriptions(catalog);
  }

  /** All pages by file name: an index, the keys of a file, and one page for each kind. */
  public Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("README.md", index());
    pages.put("experiment.md", experiment());
    for (Kind<?> kind : named()) {
      pages.put(kind.name() + ".md", page(kind));
    }
    return pages;
  }

  private List<Kind<?>> named() {
    return catalog.kinds().stream().filter(Kind::named).toList();
  }

  private String index() {
    StringBuilder text = new StringBuilder(NOTE);
    text.append("# Reference\n\n");
    text.append("- [experiment](experiment.md): the keys of an experiment file.\n");
    for (Kind<?> kind : named()) {
      text.append("- [").append(kind.name()).append("](").append(kind.name()).append(".md): ");
      text.append(kind.description()).append(" `");
      text.append(String.join("`, `", catalog.ids(kind))).append("`\n");
    }
    return text.toString();
  }

  private String experiment() {
    StringBuilder text = new StringBuilder(NOTE);
    text.append("# The keys of an experiment file\n\n");
    table(text, descriptions.of(Experiment.class));
    return text.toString();
  }

  private String page(Kind<?> kind) {
    StringBuilder text = new StringBuilder(NOTE);
    text.append("# ").append(kind.name()).append("\n\n").append(kind.description()).append("\n");
    for (Extension<?> extension : catalog.extensions(kind)) {
      text.append("\n## ").append(extension.id()).append("\n\n");
      text.append(cell(extension.description())).append("\n");
      List<OptionDescription> options = descriptions.of(extension.options());
      if (!options.isEmpty()) {
        text.append('\n');
        table(text, options);
      }
    }
    return text.toString();
  }

  private void table(StringBuilder text, List<OptionDescription> options) {
    text.append("| key | value | default | meaning |\n|---|---|---|---|\n");
    rows(text, options, "");
  }

  private void rows(StringBuilder text, List<OptionDescription> options, String prefix) {
    for (OptionDescription option : options) {
      String key = prefix + option.key();
      text.append("| `").append(key).append("` | ").append(value(option)).append(" | ");
      text.append(
          option
              .defaultValue()
              .map(d -> "`" + code(d) + "`")
              .orElse(option.required() ? "required" : ""));
      text.append(" | ").append(cell(option.meaning()));
      if (!option.example().isEmpty()) {
        text.append(" Example: `").append(code(option.example())).append('`');
      }
      text.append(" |\n");
      rows(text, option.nested(), key + ".");
    }
  }

  private String value(OptionDescription option) {
    StringBuilder value = new StringBuilder(linked(option.type()));
    if (!option.limits().isEmpty()) {
      value.append(": ").append(cell(option.limits()));
    }
    if (!option.unit().isEmpty()) {
      value.append(" (").append(cell(option.unit())).append(')');
    }
    return value.toString();
  }

  /** The type's text; where it names a kind, with a link to the page of that kind. */
  private String linked(String type) {
    String last = type.substring(type.lastIndexOf(' ') + 1);
    boolean page = catalog.kind(last).filter(Kind::named).isPresent();
    return page
        ? cell(type.substring(0, type.length() - last.length())) + "[" + last + "](" + last + ".md)"
        : cell(type);
  }

  private static String code(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ");
  }
}
