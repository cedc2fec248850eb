package org.fivesigma.tracking.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  @TempDir Path run;

  private static final List<SpoolEvent> EVENTS =
      List.of(
          new SpoolEvent.Metric("valid/auc", 0.1 + 0.2, 3, 1_700_000_000_123L),
          new SpoolEvent.Metric("a \"b\"\n", Double.NaN, -1, 5),
          new SpoolEvent.Metric("μ", Double.NEGATIVE_INFINITY, 1L << 40, 6),
          new SpoolEvent.Param("model.eta", "0.1"),
          new SpoolEvent.Tag("k", "v\nw"),
          new SpoolEvent.End("FAILED", "loss is NaN", 7));

  @Test
  void whatIsWrittenIsReadAgainBitForBit() throws IOException {
    try (Spool spool = Spool.open(run, Spool.Part.RUN).orElseThrow()) {
      for (SpoolEvent event : EVENTS) {
        spool.append(event);
      }
    }
    assertThat(Spool.readAll(run)).isEqualTo(EVENTS);
  }

  @Test
  void aReaderGoesOnWhereItStopped() throws IOException {
    try (Spool spool = Spool.open(run, Spool.Part.RUN).orElseThrow()) {
      List<SpoolEvent> read = new ArrayList<>();
      long position = 0;
      for (int i = 0; i < 5000; i++) {
        spool.append(new SpoolEvent.Metric("m", i, i, i));
        if (i % 700 == 0) {
          Spool.Piece piece = Spool.read(run, Spool.Part.RUN, position, 300);
          read.addAll(piece.events());
          position = piece.position();
        }
      }
      for (Spool.Piece p = Spool.read(run, Spool.Part.RUN, position, 999);
          !p.events().isEmpty();
          p = Spool.read(run, Spool.Part.RUN, position, 999)) {
        read.addAll(p.events());
        position = p.position();
      }
      assertThat(read).hasSize(5000).isEqualTo(Spool.readAll(run));
    }
  }

  @Test
  void aLineCutOffByAKilledProcessIsLeftOutAndTheNextIsWhole() throws IOException {
    try (Spool spool = Spool.open(run, Spool.Part.RUN).orElseThrow()) {
      spool.append(EVENTS.get(0));
    }
    Files.writeString(
        run.resolve("tracking/spool.jsonl"), "{\"metric\":\"valid/a", StandardOpenOption.APPEND);
    try (Spool spool = Spool.open(run, Spool.Part.RUN).orElseThrow()) {
      spool.append(EVENTS.get(3));
    }
    assertThat(Spool.readAll(run)).containsExactly(EVENTS.get(0), EVENTS.get(3));
  }

  @Test
  void aSpoolHasOneWriterAndIsInUseUntilItCloses() throws IOException {
    assertThat(Spool.inUse(run)).isFalse();
    Spool spool = Spool.open(run, Spool.Part.RUN).orElseThrow();
    assertThat(Spool.open(run, Spool.Part.RUN)).isEmpty();
    assertThat(Spool.inUse(run)).isTrue();
    spool.close();
    assertThat(Spool.inUse(run)).isFalse();
  }

  @Test
  void factsAreReadAsTheyWereWritten() throws IOException {
    RunFacts facts =
        new RunFacts(
            "id-1",
            "higgs \"λ\"",
            "trial-001",
            Optional.of("parent"),
            Instant.parse("2026-01-02T03:04:05.678901234Z"),
            "# text\n",
            Map.of("a", "b"),
            Map.of("c", "d"),
            Optional.empty(),
            "http://127.0.0.1:5000");
    facts.write(run);
    assertThat(RunFacts.read(run)).contains(facts);
  }
}
