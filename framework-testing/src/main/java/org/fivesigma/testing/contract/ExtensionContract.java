package org.fivesigma.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Plugin;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every extension of every kind does: it describes itself and each of its options in
 * sentences, has defaults within their own limits, and makes what its kind says.
 */
public abstract class ExtensionContract {
  /** The plugins to be tested, and those that their options' defaults name. */
  protected abstract List<? extends Plugin> plugins();

  /** Values for the options without a default, by key. */
  protected Map<String, Object> options(String kind, String id) {
    return Map.of();
  }

  /** Runs the contract over everything the plugins offer. */
  @TestFactory
  public Stream<DynamicNode> contract() {
    PluginsUnderTest plugins = new PluginsUnderTest(plugins());
    return plugins.all().stream()
        .map(e -> dynamicContainer(e.kind().name() + " " + e.id(), tests(plugins, e)));
  }

  private Stream<DynamicTest> tests(PluginsUnderTest plugins, Extension<?> extension) {
    return Stream.of(
        dynamicTest("it says in a sentence what it is", () -> sentence(extension.description())),
        dynamicTest("every option is described", () -> described(extension.options())),
        dynamicTest("it makes what its kind says", () -> makes(plugins, extension)));
  }

  private static void sentence(String text) {
    assertThat(text).isNotBlank().endsWith(".").doesNotContain("\n");
  }

  private static void described(Class<? extends Record> options) {
    Set<String> keys = new HashSet<>();
    for (RecordComponent component : options.getRecordComponents()) {
      Option option = component.getAnnotation(Option.class);
      assertThat(option).as("@Option of %s", component).isNotNull();
      sentence(option.description());
      String key =
          option.key().isEmpty()
              ? component
                  .getName()
                  .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                  .toLowerCase(Locale.ROOT)
              : option.key();
      assertThat(keys.add(key)).as("key '%s' once", key).isTrue();
      assertThat(option.min()).as(key).isLessThanOrEqualTo(option.max());
      List<String> choices = List.of(option.choices());
      if (!choices.isEmpty()
          && component.getType() == String.class
          && !option.value().equals(Option.NONE)) {
        assertThat(choices).as("default of %s", key).contains(option.value());
      }
      number(option.value())
          .ifPresent(
              v -> assertThat(v).as("default of %s", key).isBetween(option.min(), option.max()));
    }
  }

  private static OptionalDouble number(String text) {
    try {
      return OptionalDouble.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private void makes(PluginsUnderTest plugins, Extension<?> extension) {
    Map<String, Object> values = options(extension.kind().name(), extension.id());
    List<String> required = new ArrayList<>();
    for (RecordComponent component : extension.options().getRecordComponents()) {
      Option option = component.getAnnotation(Option.class);
      if (option.value().equals(Option.NONE) && component.getType() != Optional.class) {
        required.add(component.getName());
      }
    }
    if (!required.isEmpty() && values.isEmpty()) {
      return; // cannot be made without the author's values
    }
    Object made = plugins.create(extension, values);
    assertThat(made).isInstanceOf(extension.kind().type());
    assertThat(plugins.create(extension, values)).isInstanceOf(extension.kind().type());
  }
}
