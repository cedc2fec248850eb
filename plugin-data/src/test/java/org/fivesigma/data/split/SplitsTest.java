package org.fivesigma.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.Split;
import org.fivesigma.spi.data.Split.Events;
import org.fivesigma.spi.data.Split.Fold;
import org.fivesigma.spi.data.XxHash64;
import org.junit.jupiter.api.Test;

class SplitsTest {
  /** Events whose label is i % 3 == 0, process i % 2 within background, with an id and a column. */
  private static Events events(int rows, long seed) {
    int[] label = IntStream.range(0, rows).map(i -> i % 3 == 0 ? 1 : 0).toArray();
    int[] process = IntStream.range(0, rows).map(i -> i % 3 == 0 ? 0 : 1 + i % 2).toArray();
    long[] row = LongStream.range(0, rows).map(i -> 10 + i).toArray();
    long[] id = LongStream.range(0, rows).map(i -> 100_000 + 7 * i).toArray();
    int[] set = IntStream.range(0, rows).map(i -> i % 4).toArray();
    double[] number = IntStream.range(0, rows).mapToDouble(i -> i % 5).toArray();
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("id", new Column.Longs(id));
    columns.put("set", new Column.Texts(set, List.of("t", "v", "b", "u")));
    columns.put("number", new Column.Doubles(number));
    return new Events(
        rows,
        label,
        2,
        process,
        row,
        List.of(new Column.Longs(id)),
        new EventTable(rows, columns),
        new Seeds(seed));
  }

  private static FractionSplit stratified(Map<String, Double> fractions) {
    return new FractionSplit(new FractionOptions(fractions), true);
  }

  private static int[] part(Split split, Events events, String name) {
    return split.split(events).get(0).parts().get(name);
  }

  private static List<Integer> boxed(int[] rows) {
    return Arrays.stream(rows).boxed().toList();
  }

  private static void assertDisjoint(Fold fold, int rows) {
    boolean[] seen = new boolean[rows];
    fold.parts()
        .values()
        .forEach(
            part -> {
              for (int i = 0; i < part.length; i++) {
                assertThat(seen[part[i]]).isFalse();
                seen[part[i]] = true;
                assertThat(i == 0 || part[i] > part[i - 1]).isTrue();
              }
            });
  }

  @Property(tries = 60)
  void stratifiedKeepsTheShareOfEveryClassAndProcess(
      @ForAll @IntRange(min = 20, max = 600) int rows,
      @ForAll @DoubleRange(min = 0.05, max = 0.45) double valid,
      @ForAll @DoubleRange(min = 0.05, max = 0.45) double test,
      @ForAll long seed) {
    Events events = events(rows, seed);
    Fold fold = stratified(Map.of("valid", valid, "test", test)).split(events).get(0);
    assertDisjoint(fold, rows);
    assertThat(fold.parts().values().stream().mapToInt(p -> p.length).sum()).isEqualTo(rows);
    for (int process = 0; process < 3; process++) {
      int wanted = process;
      long all = Arrays.stream(events.process()).filter(p -> p == wanted).count();
      long in =
          Arrays.stream(fold.parts().get("valid"))
              .filter(i -> events.process()[i] == wanted)
              .count();
      assertThat((double) in).isCloseTo(all * valid, within(1.0));
    }
  }

  @Test
  void theSameSeedGivesTheSamePartsAndAnotherDoesNot() {
    Split split = stratified(Map.of("train", 0.6, "valid", 0.2, "test", 0.2));
    assertThat(part(split, events(300, 1), "test"))
        .containsExactly(part(split, events(300, 1), "test"));
    assertThat(part(split, events(300, 1), "test"))
        .isNotEqualTo(part(split, events(300, 2), "test"));
  }

  @Test
  void withTrainNamedTheRestIsUnusedWithoutItTheRestIsTrain() {
    Split named = stratified(Map.of("train", 0.5, "valid", 0.2));
    assertThat(part(named, events(300, 1), "train")).hasSize(150);
    assertThat(named.partNames()).containsExactly("train", "valid");
    Split rest = stratified(Map.of("valid", 0.2, "public", 0.1));
    assertThat(part(rest, events(300, 1), "train")).hasSize(210);
    assertThat(rest.partNames()).containsExactly("train", "valid", "public");
    assertThat(new FractionOptions(Map.of("train", 0.8, "test", 0.3)).check()).hasSize(1);
    Split random = new FractionSplit(new FractionOptions(Map.of("valid", 0.25)), false);
    assertThat(part(random, events(300, 1), "valid")).hasSize(75);
  }

  @Test
  void columnTakesValuesListsSharesAndExtraParts() {
    ColumnOptions options =
        new ColumnOptions(
            "set",
            Optional.of("t"),
            Optional.of(Map.of("from", "train", "fraction", 0.2)),
            Optional.of("v"),
            Map.of("public", List.of("b")));
    assertThat(options.check()).isEmpty();
    Fold fold = new ColumnSplit(options).split(events(600, 1)).get(0);
    assertDisjoint(fold, 600);
    assertThat(boxed(fold.parts().get("valid"))).hasSize(30).allMatch(i -> i % 4 == 0);
    assertThat(fold.parts().get("train")).hasSize(120);
    assertThat(boxed(fold.parts().get("test"))).hasSize(150).allMatch(i -> i % 4 == 1);
    assertThat(boxed(fold.parts().get("public"))).hasSize(150).allMatch(i -> i % 4 == 2);
    assertThat(new ColumnSplit(options).columns()).containsExactly("set");
  }

  @Test
  void columnComparesNumbersAsNumbersAndTheRestIsTrain() {
    ColumnOptions options =
        new ColumnOptions(
            "number", Optional.empty(), Optional.of(List.of(3L, 4.0)), Optional.of(0L), Map.of());
    Fold fold = new ColumnSplit(options).split(events(100, 1)).get(0);
    assertThat(fold.parts().get("valid")).hasSize(40);
    assertThat(fold.parts().get("test")).hasSize(20);
    assertThat(fold.parts().get("train")).hasSize(40);
  }

  @Test
  void aValueThatIsNotThereOrInTwoPartsIsAnError() {
    ColumnOptions absent =
        new ColumnOptions("set", Optional.empty(), Optional.of("x"), Optional.empty(), Map.of());
    UserError error =
        catchThrowableOfType(UserError.class, () -> new ColumnSplit(absent).split(events(100, 1)));
    assertThat(error.code()).isEqualTo("empty-part");
    assertThat(error.key()).contains("valid");
    assertThat(error.hint().orElseThrow()).contains("t").contains("v");
    ColumnOptions twice =
        new ColumnOptions(
            "set", Optional.empty(), Optional.of("v"), Optional.of(List.of("v", "b")), Map.of());
    assertThat(twice.check()).extracting(UserError::code).containsExactly("overlapping-parts");
    ColumnOptions unknown =
        new ColumnOptions(
            "set",
            Optional.empty(),
            Optional.of(Map.of("from", "trian", "fraction", 0.2)),
            Optional.empty(),
            Map.of());
    assertThat(unknown.check()).extracting(UserError::code).containsExactly("unknown-part");
  }

  @Test
  void rowsAreHalfOpenRangesOfTheRawRow() {
    RowsOptions options =
        new RowsOptions(
            Map.of(
                "train", List.of(10L, 60L),
                "valid", List.of(60L, 80L),
                "test", List.of(List.of(80L, 85L), List.of(90L, 95L))));
    assertThat(options.check()).isEmpty();
    Fold fold = new RowsSplit(options).split(events(100, 1)).get(0);
    assertThat(fold.parts().get("train")).hasSize(50).startsWith(0).endsWith(49);
    assertThat(fold.parts().get("valid")).startsWith(50).endsWith(69);
    assertThat(fold.parts().get("test")).containsExactly(70, 71, 72, 73, 74, 80, 81, 82, 83, 84);
    assertThat(new RowsOptions(Map.of("train", List.of(0L, 10L), "test", List.of(9L, 12L))).check())
        .extracting(UserError::code)
        .containsExactly("overlapping-parts");
    assertThat(new RowsOptions(Map.of("test", List.of(9L, 9L))).check()).hasSize(1);
  }

  @Test
  void moduloTakesRemaindersOfAnIntegerColumn() {
    ModuloOptions options =
        new ModuloOptions(
            "id",
            5,
            Optional.empty(),
            Optional.of(List.of(0L)),
            Optional.of(List.of(1L)),
            Map.of());
    assertThat(options.check()).isEmpty();
    Fold fold = new ModuloSplit(options).split(events(100, 1)).get(0);
    assertThat(boxed(fold.parts().get("valid")))
        .allMatch(i -> (100_000 + 7 * i) % 5 == 0)
        .hasSize(20);
    assertThat(boxed(fold.parts().get("test")))
        .allMatch(i -> (100_000 + 7 * i) % 5 == 1)
        .hasSize(20);
    assertThat(fold.parts().get("train")).hasSize(60);
    ModuloOptions text =
        new ModuloOptions("set", 5, Optional.empty(), Optional.of(0L), Optional.empty(), Map.of());
    UserError error =
        catchThrowableOfType(UserError.class, () -> new ModuloSplit(text).split(events(10, 1)));
    assertThat(error.code()).isEqualTo("not-an-integer");
    assertThat(
            new ModuloOptions(
                    "id", 5, Optional.empty(), Optional.of(5L), Optional.empty(), Map.of())
                .check())
        .hasSize(1);
  }

  @Test
  void xxHash64IsThatOfTheReferenceImplementation() {
    Map<String, String> known =
        Map.ofEntries(
            Map.entry("", "17241709254077376921"),
            Map.entry("1", "13237225503670494420"),
            Map.entry("42", "7919287270473417401"),
            Map.entry("100000", "3439474042126938805"),
            Map.entry("signal", "10650259291360888447"),
            Map.entry("run,12,345", "9194176291172626036"),
            Map.entry("9223372036854775807", "15613979337394519731"),
            Map.entry("-7", "886858136181348751"),
            Map.entry("µ", "1551475085274093687"),
            Map.entry("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "18322620742291695894"),
            Map.entry("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "5978713332403174116"),
            Map.entry(
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "10588207204368892052"));
    known.forEach(
        (text, hash) ->
            assertThat(Long.toUnsignedString(XxHash64.of(text))).as(text).isEqualTo(hash));
  }

  @Test
  void hashTakesTheIdOfOneOrSeveralColumns() {
    HashOptions options =
        new HashOptions(
            10, Optional.empty(), Optional.of(List.of(8L)), Optional.of(List.of(9L)), Map.of());
    Events events = events(2000, 1);
    HashSplit split = new HashSplit(options);
    assertThat(split.needsId()).isTrue();
    Fold fold = split.split(events).get(0);
    assertThat(fold.parts().get("valid").length).isBetween(150, 250);
    for (int i : fold.parts().get("test")) {
      assertThat(XxHash64.modulo(Long.toString(100_000 + 7L * i), 10)).isEqualTo(9);
    }
    List<Column> two =
        List.of(new Column.Texts(new int[] {0}, List.of("run")), new Column.Longs(new long[] {12}));
    assertThat(IdHash.remainder(two, 0, 1000)).isEqualTo(XxHash64.modulo("run,12", 1000));
  }

  @Test
  void kFoldTestsEveryEventOnceAndValidIsTheNextFold() {
    for (KFoldOptions.By by : KFoldOptions.By.values()) {
      KFoldSplit split = new KFoldSplit(new KFoldOptions(5, by));
      assertThat(split.foldRule().isPresent()).isEqualTo(by == KFoldOptions.By.HASH);
      List<Fold> folds = split.split(events(500, 3));
      int[] tested = new int[500];
      for (int f = 0; f < 5; f++) {
        assertDisjoint(folds.get(f), 500);
        Arrays.stream(folds.get(f).parts().get("test")).forEach(i -> tested[i]++);
        assertThat(folds.get(f).parts().get("valid"))
            .containsExactly(folds.get((f + 1) % 5).parts().get("test"));
        if (by == KFoldOptions.By.STRATIFIED) {
          assertThat(folds.get(f).parts().get("test")).hasSize(100);
        }
      }
      assertThat(tested).containsOnly(1);
    }
  }
}
