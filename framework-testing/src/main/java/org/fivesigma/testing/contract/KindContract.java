package org.fivesigma.testing.contract;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kind;
import org.fivesigma.spi.plugin.Plugin;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * Tests that every extension of a kind passes. A test class of a plugin extends the contract of
 * each kind it fills and names its plugins; it has nothing else to do unless options need values.
 *
 * @param <T> what an extension of the kind makes
 */
public abstract class KindContract<T> {
  private final Kind<T> kind;
  private PluginsUnderTest plugins;

  /** A contract of a kind. */
  protected KindContract(Kind<T> kind) {
    this.kind = kind;
  }

  /** The plugins to be tested, and those that their options' defaults name. */
  protected abstract List<? extends Plugin> plugins();

  /**
   * Values for options, by key, that the extension of this id is tested with: for those without a
   * default, and for smaller work (few epochs). Default: none.
   */
  protected Map<String, Object> options(String id) {
    return Map.of();
  }

  /** Whether the extension of this id is tested here. Default: all are. */
  protected boolean tested(String id) {
    return true;
  }

  /** The contract's tests for one extension. */
  protected abstract Stream<DynamicTest> tests(Extension<T> extension);

  /** Runs the contract over every extension of the kind. */
  @TestFactory
  public Stream<DynamicNode> contract() {
    List<Extension<T>> subjects =
        underTest().extensions(kind).stream().filter(e -> tested(e.id())).toList();
    if (subjects.isEmpty()) {
      return Stream.of(
          dynamicTest(
              "there is something to test",
              () -> {
                throw new AssertionError("none of the plugins offers a " + kind.name());
              }));
    }
    return subjects.stream().map(e -> dynamicContainer(kind.name() + " " + e.id(), tests(e)));
  }

  /** The plugins with all that they offer. */
  protected final PluginsUnderTest underTest() {
    if (plugins == null) {
      plugins = new PluginsUnderTest(plugins());
    }
    return plugins;
  }

  /** A new instance with {@link #options}. */
  protected final T create(Extension<T> extension) {
    return underTest().create(extension, options(extension.id()));
  }

  /** A test; its name says what holds. */
  protected static DynamicTest holds(String name, Executable test) {
    return dynamicTest(name, test);
  }
}
