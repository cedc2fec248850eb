package org.fivesigma.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.Split;
import org.fivesigma.spi.data.Split.Events;
import org.fivesigma.spi.data.Split.Fold;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.junit.jupiter.api.DynamicTest;

/**
 * What every {@link Split} does: parts are ascending, disjoint, named before the data is seen, not
 * empty, and the same for the same seed; the test parts of several folds cover every event once.
 *
 * <p>The 600 events have the columns {@code EventId} (integers), {@code set} (texts t, b, v, u) and
 * {@code fold_number} (integers 0 to 9); the id is EventId.
 */
public abstract class SplitContract extends KindContract<Split> {
  private static final int ROWS = 600;

  /** The contract of kind {@code split}. */
  protected SplitContract() {
    super(Kinds.SPLIT);
  }

  /** The events that are divided. */
  protected static Events events(long seed) {
    int[] label = IntStream.range(0, ROWS).map(i -> i * 7 % 5 < 3 ? 0 : 1).toArray();
    int[] process = IntStream.range(0, ROWS).map(i -> label[i] == 1 ? 2 : i % 2).toArray();
    long[] row = LongStream.range(0, ROWS).toArray();
    long[] id = LongStream.range(0, ROWS).map(i -> 100_000 + 13 * i).toArray();
    int[] set = IntStream.range(0, ROWS).map(i -> i % 4).toArray();
    long[] fold = LongStream.range(0, ROWS).map(i -> i % 10).toArray();
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("EventId", new Column.Longs(id));
    columns.put("set", new Column.Texts(set, List.of("t", "b", "v", "u")));
    columns.put("fold_number", new Column.Longs(fold));
    return new Events(
        ROWS,
        label,
        2,
        process,
        row,
        List.of(new Column.Longs(id)),
        new EventTable(ROWS, columns),
        new Seeds(seed));
  }

  @Override
  protected Stream<DynamicTest> tests(Extension<Split> extension) {
    return Stream.of(
        holds("same seed, same parts", () -> sameParts(extension)),
        holds("parts are ascending and disjoint", () -> parts(extension)),
        holds("parts are those it named", () -> named(extension)),
        holds("the test parts of folds cover every event once", () -> folds(extension)),
        holds("its columns are those of the table", () -> columns(extension)));
  }

  private void sameParts(Extension<Split> extension) {
    List<Fold> first = create(extension).split(events(1));
    List<Fold> second = create(extension).split(events(1));
    assertThat(second).hasSameSizeAs(first);
    for (int f = 0; f < first.size(); f++) {
      Map<String, int[]> other = second.get(f).parts();
      assertThat(other.keySet()).isEqualTo(first.get(f).parts().keySet());
      first.get(f).parts().forEach((name, rows) -> assertThat(other.get(name)).isEqualTo(rows));
    }
  }

  private void parts(Extension<Split> extension) {
    for (Fold fold : create(extension).split(events(1))) {
      boolean[] taken = new boolean[ROWS];
      fold.parts()
          .forEach(
              (name, rows) -> {
                assertThat(rows).as(name).isSorted().isNotEmpty();
                for (int row : rows) {
                  assertThat(taken[row]).as("row %s of %s is in one part", row, name).isFalse();
                  taken[row] = true;
                }
              });
    }
  }

  private void named(Extension<Split> extension) {
    Split split = create(extension);
    for (Fold fold : split.split(events(1))) {
      assertThat(fold.parts().keySet()).contains("train");
      assertThat(fold.parts().keySet().stream().filter(n -> !n.equals("train")).toList())
          .containsExactlyInAnyOrderElementsOf(
              split.partNames().stream().filter(n -> !n.equals("train")).toList());
    }
  }

  private void folds(Extension<Split> extension) {
    List<Fold> folds = create(extension).split(events(1));
    assertThat(folds).isNotEmpty();
    if (folds.size() > 1) {
      int[] covered =
          folds.stream().flatMapToInt(f -> IntStream.of(f.parts().get("test"))).sorted().toArray();
      assertThat(covered).isEqualTo(IntStream.range(0, ROWS).toArray());
    }
  }

  private void columns(Extension<Split> extension) {
    assertThat(events(1).table().names()).containsAll(create(extension).columns());
  }
}
