package org.fivesigma.serving.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.bundle.BundleManifest;
import org.junit.jupiter.api.Test;

class RequestEventsTest {
  private static final InputColumns INPUT =
      new InputColumns(
          new BundleManifest(
              "m",
              List.of("b", "s"),
              1,
              List.of(
                  new BundleManifest.Feature("pt", 0, 100, 0),
                  new BundleManifest.Feature("eta", -3, 3, 0)),
              List.of("run", "event"),
              List.of(),
              List.of(-999.0),
              Map.of(),
              Optional.empty(),
              Optional.empty(),
              0,
              1,
              Map.of()));

  private static Events csv(String text) {
    return CsvEvents.read(text.getBytes(StandardCharsets.UTF_8), INPUT, Optional.empty());
  }

  private static Events json(String text) {
    return JsonEvents.read(text.getBytes(StandardCharsets.UTF_8), INPUT);
  }

  private static void refuses(Runnable reading, String code, Object line, Object column) {
    assertThatThrownBy(reading::run)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(400);
              assertThat((Map<?, ?>) refusal.document().get("error"))
                  .extracting("code", "line", "column")
                  .containsExactly(code, line, column);
            });
  }

  @Test
  void csvColumnsAreMatchedByNameInAnyOrder() {
    Events events = csv("\uFEFFevent,eta,extra,\"pt\",run\r\n7,-1.5,abc,2e1,1\r\n8,,x,-999,1\r\n");
    assertThat(events.rows()).isEqualTo(2);
    assertThat(events.values()[0]).containsExactly(20f, Float.NaN);
    assertThat(events.values()[1]).containsExactly(-1.5f, Float.NaN);
    assertThat(events.ids()).containsExactly("1,7", "1,8");
    assertThat(events.ignored()).containsExactly("extra");
  }

  @Test
  void csvWithoutHeaderHasTheFeaturesInOrder() {
    Events events = csv("1,2\n\n3, nan \n,4");
    assertThat(events.values()[0]).containsExactly(1f, 3f, Float.NaN);
    assertThat(events.values()[1]).containsExactly(2f, Float.NaN, 4f);
    assertThat(events.id(2)).isEqualTo("2");
  }

  @Test
  void csvErrorsSayWhere() {
    refuses(() -> csv("pt,eta\n1,2\n1,oops\n"), "bad-value", 3L, 2L);
    refuses(() -> csv("pt,eta\n1,2\n1,2,3\n"), "wrong-width", 3L, 3L);
    refuses(() -> csv("pt,eta\n1\n"), "wrong-width", 2L, 2L);
    refuses(() -> csv("1,2,3\n"), "wrong-width", 1L, 1L);
    refuses(() -> csv("pt,pt,eta\n1,2,3\n"), "duplicate-column", 1L, 2L);
    refuses(() -> csv("pt\n1\n"), "missing-column", 1L, 1L);
    refuses(() -> csv("\n\n"), "no-events", 1L, 1L);
    refuses(() -> csv("pt,eta\n"), "no-events", 2L, 1L);
    refuses(() -> csv("pt,eta\n1,\"2\n"), "bad-csv", 2L, 1L);
    refuses(() -> csv("pt,eta\n1,1e39\n"), "bad-value", 2L, 2L);
  }

  @Test
  void aMissingColumnIsNamedWithWhatIsNear() {
    assertThatThrownBy(() -> csv("p_t,eta\n1,2\n"))
        .isInstanceOfSatisfying(
            Refusal.class,
            r -> assertThat(r.document().toString()).contains("lacks the columns pt", "p_t"));
  }

  @Test
  void jsonFormsMeanTheSame() {
    for (String text :
        List.of(
            "{\"pt\": 1, \"eta\": null}",
            "[{\"eta\": \"NaN\", \"pt\": 1.0, \"note\": {\"a\": []}}]",
            "[[1, null]]",
            "{\"events\": [{\"pt\": 1, \"eta\": -999}]}",
            "{\"events\": [[1, null]]}",
            "{\"columns\": [\"eta\", \"pt\"], \"rows\": [[null, 1]]}")) {
      Events events = json(text);
      assertThat(events.rows()).as(text).isEqualTo(1);
      assertThat(events.values()[0]).as(text).containsExactly(1f);
      assertThat(events.values()[1]).as(text).containsExactly(Float.NaN);
    }
  }

  @Test
  void jsonEventsMayDifferInOrderAndInWhatIsIgnored() {
    Events events =
        json(
            "[{\"run\": 1, \"event\": 5, \"pt\": 1, \"eta\": 2, \"z\": 1},"
                + " {\"eta\": 4, \"w\": [1, {}], \"pt\": 3, \"event\": 6, \"run\": 1}]");
    assertThat(events.values()[0]).containsExactly(1f, 3f);
    assertThat(events.values()[1]).containsExactly(2f, 4f);
    assertThat(events.ids()).containsExactly("1,5", "1,6");
    assertThat(events.ignored()).containsExactly("z");
  }

  @Test
  void anIdInJsonIsATextOrANumber() {
    assertThat(json("{\"run\": \"a\", \"event\": 5, \"pt\": 1, \"eta\": 2}").ids())
        .containsExactly("a,5");
    for (String wrong : List.of("{}", "[1]", "true", "null")) {
      String first = "{\"run\": 1, \"event\": " + wrong + ", \"pt\": 1, \"eta\": 2}";
      refuses(() -> json(first), "bad-value", 1L, 21L);
      refuses(
          () -> json("[{\"run\": 1, \"event\": 5, \"pt\": 1, \"eta\": 2},\n" + first + "]"),
          "bad-value",
          2L,
          21L);
    }
  }

  @Test
  void jsonErrorsSayWhere() {
    refuses(() -> json("[{\"pt\": 1, \"eta\": \"x\"}]"), "bad-value", 1L, 19L);
    refuses(() -> json("[[1, 2],\n[1, true]]"), "bad-value", 2L, 5L);
    refuses(() -> json("[[1, 2],\n[1]]"), "bad-json", 2L, 3L);
    refuses(() -> json("[[1, 2, 3]]"), "bad-json", 1L, 9L);
    refuses(() -> json("[{\"pt\": 1, \"eta\": 2}, {\"pt\": 1}]"), "missing-field", 1L, 31L);
    refuses(() -> json("[]"), "no-events", 1L, 1L);
    assertThatThrownBy(() -> json("{\"pt\": 1, \"eta\": 2")).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> json("{\"pt\": 1, \"pt\": 2, \"eta\": 2}"))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> json("[[1,2]] x")).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> json("3")).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> json("")).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> json("[".repeat(500))).isInstanceOf(Refusal.class);
  }
}
