package org.fivesigma.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.Source;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.SourceData;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.junit.jupiter.api.DynamicTest;

/**
 * What every {@link Source} does: it finds the same data twice, of files that are there; and says
 * in words, at its option, that a path leads nowhere.
 */
public abstract class SourceContract extends KindContract<Source> {
  /** The contract of kind {@code source}. */
  protected SourceContract() {
    super(Kinds.SOURCE);
  }

  /** The option that names a file, for sources that read one; empty otherwise. */
  protected String pathOption(String id) {
    return options(id).containsKey("path") ? "path" : "";
  }

  @Override
  protected Stream<DynamicTest> tests(Extension<Source> extension) {
    return Stream.of(
        holds("the same data are found twice", () -> sameData(extension)),
        holds("a path that leads nowhere is the option's fault", () -> nowhere(extension)));
  }

  private static SourceContext context() {
    try {
      Path folder = Files.createTempDirectory("source");
      return new SourceContext(folder, folder.resolve("cache"), 1, new Seeds(1), line -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void sameData(Extension<Source> extension) {
    SourceContext context = context();
    SourceData first = create(extension).open(context);
    SourceData second = create(extension).open(context);
    if (first instanceof SourceData.Relation relation) {
      assertThat(second).isEqualTo(first);
      assertThat(relation.relation()).isNotBlank();
      assertThat(relation.files()).allSatisfy(file -> assertThat(file).isRegularFile());
    } else if (first instanceof SourceData.Table table) {
      assertThat(((SourceData.Table) second).digest()).isEqualTo(table.digest());
      same(((SourceData.Table) second).table(), table.table());
    }
  }

  private static void same(EventTable second, EventTable first) {
    assertThat(first.rows()).isPositive();
    assertThat(second.names()).isEqualTo(first.names());
    for (String name : first.names()) {
      Column one = first.column(name);
      Column other = second.column(name);
      for (int row = 0; row < first.rows(); row++) {
        assertThat(other.text(row)).isEqualTo(one.text(row));
      }
    }
  }

  private void nowhere(Extension<Source> extension) {
    String option = pathOption(extension.id());
    if (option.isEmpty()) {
      return;
    }
    SourceContext context = context();
    Map<String, Object> values = new LinkedHashMap<>(options(extension.id()));
    Object given = values.get(option);
    String missing = context.folder().resolve("nowhere.dat").toString();
    values.put(option, given instanceof Path ? Path.of(missing) : missing);
    assertThatThrownBy(() -> underTest().create(extension, values).open(context))
        .isInstanceOf(UserError.class)
        .satisfies(
            e ->
                assertThat(((UserError) e).key())
                    .hasValueSatisfying(key -> assertThat(key).startsWith(option)));
  }
}
