package org.fivesigma.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kind;
import org.fivesigma.spi.plugin.Plugin;
import org.junit.jupiter.api.Test;

class PluginCatalogTest {
  private static final Kind<Runnable> WORK = new Kind<>("work", Runnable.class, "Does work.");
  private static final Kind<CharSequence> WORD =
      new Kind<>("word", CharSequence.class, "Is a word.");

  private static Plugin plugin(String name, Extension<?>... extensions) {
    return new Plugin() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<Extension<?>> extensions() {
        return List.of(extensions);
      }
    };
  }

  private static Extension<Runnable> work(String id) {
    return Extension.of(WORK, id, "Works.", () -> () -> {});
  }

  private static final Extension<CharSequence> HELLO =
      Extension.of(WORD, "hello", "A greeting.", () -> "hello");

  @Test
  void findsExtensionsByKindAndId() {
    Extension<Runnable> dig = work("dig");
    PluginCatalog catalog = PluginCatalog.of(plugin("a", work("sow"), HELLO), plugin("b", dig));

    assertThat(catalog.find(WORK, "dig")).containsSame(dig);
    assertThat(catalog.find("word", "hello")).isPresent().get().isSameAs(HELLO);
    assertThat(catalog.find(WORK, "hello")).isEmpty();
    assertThat(catalog.find("nothing", "dig")).isEmpty();
    assertThat(catalog.ids(WORK)).containsExactly("dig", "sow");
    assertThat(catalog.kinds()).containsExactly(WORD, WORK);
    assertThat(catalog.kindOf(Runnable.class)).contains(WORK);
    assertThat(catalog.kindOf(String.class)).isEmpty();
    assertThat(catalog.extensions(WORK)).extracting(Extension::id).containsExactly("dig", "sow");
    assertThat(catalog.offeredBy(dig)).isEqualTo("b");
    assertThat(catalog.plugins()).containsExactly("a", "b");
  }

  @Test
  void oneIdFromTwoPluginsIsAnErrorThatNamesBoth() {
    assertThatThrownBy(
            () -> PluginCatalog.of(plugin("first", work("dig")), plugin("second", work("dig"))))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "work 'dig' is offered by two plugins, 'first' and 'second'; remove one of them")
        .extracting(e -> ((UserError) e).code())
        .isEqualTo("duplicate-plugin-id");
  }

  @Test
  void oneIdInTwoKindsIsNoError() {
    Extension<CharSequence> dig = Extension.of(WORD, "dig", "A verb.", () -> "dig");
    assertThat(PluginCatalog.of(plugin("a", work("dig")), plugin("b", dig)).kinds()).hasSize(2);
  }

  @Test
  void onePluginTwiceIsAnError() {
    assertThatThrownBy(() -> PluginCatalog.of(plugin("same"), plugin("same")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'same' is installed twice");
  }

  @Test
  void twoKindsOfOneNameAreAnError() {
    Kind<String> other = new Kind<>("work", String.class, "Another.");
    Extension<String> text = Extension.of(other, "text", "Text.", () -> "");
    assertThatThrownBy(() -> PluginCatalog.of(plugin("a", work("dig")), plugin("b", text)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("kind 'work' of type java.lang.String");
  }

  @Test
  void guiceHandsOutTheCatalogAndAMapPerKind() {
    PluginCatalog catalog = PluginCatalog.of(plugin("a", work("dig"), work("sow"), HELLO));
    Injector injector = Guice.createInjector(new PluginModule(catalog));

    assertThat(injector.getInstance(PluginCatalog.class)).isSameAs(catalog);
    assertThat(
            injector.getInstance(Key.get(new TypeLiteral<Map<String, Extension<Runnable>>>() {})))
        .containsOnlyKeys("dig", "sow");
    assertThat(
            injector.getInstance(
                Key.get(new TypeLiteral<Map<String, Extension<CharSequence>>>() {})))
        .containsEntry("hello", HELLO);
  }
}
