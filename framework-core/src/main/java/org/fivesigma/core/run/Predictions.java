package org.fivesigma.core.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.evaluate.ScoredPart;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.TableWriter;

/**
 * {@code predictions/<part>.parquet}: id, label, weight, scores, process, spectators of every event
 * of a part.
 */
final class Predictions {
  private Predictions() {}

  /** The files of all parts; nothing where no writer of Parquet is installed. */
  static void write(RunServices services, RunFolder folder, EventData data, RunScores scores)
      throws IOException {
    Optional<TableWriter> writer = services.tableWriter("parquet");
    if (writer.isPresent()) {
      for (ScoredPart part : scores.parts()) {
        write(
            writer.get(),
            folder.path(),
            part.name(),
            data,
            scores.rows().get(part.name()),
            part.weights(),
            part.scores());
      }
    }
  }

  private static void write(
      TableWriter writer,
      Path folder,
      String part,
      EventData data,
      int[] rows,
      double[] weights,
      double[] scores)
      throws IOException {
    Map<String, Column> columns = new LinkedHashMap<>();
    if (data.id().size() == 1) {
      columns.put("id", select(data.id().get(0), rows));
    } else {
      columns.put("id", texts(rows.length, i -> data.idText(rows[i])));
    }
    columns.put("label", coded(data.classes(), data.labels(), rows));
    columns.put("weight", new Column.Doubles(weights));
    scores(data.classes(), scores, rows.length).forEach(columns::put);
    columns.put("process", coded(data.processes(), data.process(), rows));
    data.spectators().forEach((name, column) -> columns.putIfAbsent(name, select(column, rows)));
    Files.createDirectories(folder.resolve("predictions"));
    writer.write(
        new EventTable(rows.length, columns),
        folder.resolve("predictions").resolve(part + ".parquet"));
  }

  /** Columns of scores: one when binary, else one a class named {@code score_<class>}. */
  static Map<String, Column> scores(List<String> classes, double[] scores, int rows) {
    Map<String, Column> columns = new LinkedHashMap<>();
    if (classes.size() == 2) {
      columns.put("score", new Column.Doubles(scores));
      return columns;
    }
    for (int c = 0; c < classes.size(); c++) {
      double[] one = new double[rows];
      for (int i = 0; i < rows; i++) {
        one[i] = scores[i * classes.size() + c];
      }
      columns.put("score_" + classes.get(c), new Column.Doubles(one));
    }
    return columns;
  }

  /** Some rows of a column. */
  static Column select(Column column, int[] rows) {
    int n = rows.length;
    if (column instanceof Column.Longs longs) {
      long[] values = new long[n];
      for (int i = 0; i < n; i++) {
        values[i] = longs.values()[rows[i]];
      }
      return new Column.Longs(values);
    }
    if (column instanceof Column.Texts texts) {
      return new Column.Texts(pick(texts.codes(), rows), texts.dictionary());
    }
    if (column instanceof Column.Floats floats) {
      float[] values = new float[n];
      for (int i = 0; i < n; i++) {
        values[i] = floats.values()[rows[i]];
      }
      return new Column.Floats(values);
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = column.number(rows[i]);
    }
    return new Column.Doubles(values);
  }

  private static Column coded(List<String> names, int[] codes, int[] rows) {
    return new Column.Texts(pick(codes, rows), names);
  }

  static int[] pick(int[] values, int[] rows) {
    int[] result = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      result[i] = values[rows[i]];
    }
    return result;
  }

  static Column texts(int rows, java.util.function.IntFunction<String> text) {
    Map<String, Integer> known = new LinkedHashMap<>();
    int[] codes = new int[rows];
    for (int i = 0; i < rows; i++) {
      codes[i] = known.computeIfAbsent(text.apply(i), k -> known.size());
    }
    return new Column.Texts(codes, new ArrayList<>(known.keySet()));
  }
}
