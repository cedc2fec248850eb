package org.fivesigma.core.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.Globs;
import org.fivesigma.spi.data.Momentum;
import org.fivesigma.spi.option.StepSpec;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Transformer;

/**
 * Fits steps in order, each on the events as they are after the steps before it. Columns are
 * computed while they are read; only the outputs of steps that join several columns (a principal
 * component analysis) are held in memory while later steps are fitted.
 */
public final class PipelineFitter {
  private static final int ROWS_PER_PIECE = 1 << 14;

  private PipelineFitter() {}

  /**
   * The events to fit on.
   *
   * @param raw raw feature columns of the training part
   * @param weights training weights, one per row
   * @param labels class index, one per row
   * @param momenta declared four-momenta
   * @param signalClass index of the signal class
   */
  public record Training(
      Columns raw,
      double[] weights,
      int[] labels,
      List<Momentum> momenta,
      Optional<Integer> signalClass) {
    public Training {
      momenta = List.copyOf(momenta);
    }
  }

  /**
   * Fits the steps.
   *
   * @param notes one line for the user, such as a pattern that matched no column
   * @throws UserError of a step, keyed by its place in the list ({@code [1].method}); put the
   *     list's key before it with {@link UserError#under}
   */
  public static FittedPipeline fit(
      List<StepSpec> steps, Training training, Seeds seeds, int threads, Consumer<String> notes) {
    List<FittedTransformer> fitted = new ArrayList<>();
    FitColumns columns = new FitColumns(training.raw());
    Layout layout = Layout.raw(training.raw().names());
    for (int i = 0; i < steps.size(); i++) {
      StepSpec step = steps.get(i);
      String place = "preprocess[" + i + "] (" + step.transformer().id() + "): ";
      Consumer<String> stepNotes = line -> notes.accept(place + line);
      try {
        Optional<FittedTransformer> result =
            fitStep(
                step, training, columns, layout, seeds.child("preprocess", i), threads, stepNotes);
        if (result.isPresent()) {
          fitted.add(result.get());
          layout = layout.after(result.get());
          if (i + 1 < steps.size()) {
            layout = hold(layout, columns, threads);
          }
        }
      } catch (UserError e) {
        throw e.under("[" + i + "]");
      }
      if (layout.names().isEmpty()) {
        throw UserError.of("no-features", "no column is left after this step").under("[" + i + "]");
      }
    }
    return new FittedPipeline(training.raw().names(), fitted);
  }

  private static Optional<FittedTransformer> fitStep(
      StepSpec step,
      Training training,
      Columns columns,
      Layout layout,
      Seeds seeds,
      int threads,
      Consumer<String> notes) {
    Globs.Selection selection = Globs.select(step.columns(), layout.names());
    selection.unmatched().forEach(p -> notes.accept("'" + p + "' matches no column"));
    List<Momentum> momenta =
        training.momenta().stream().filter(m -> layout.names().containsAll(m.columns())).toList();
    Transformer transformer = step.transformer().create();
    FitData own =
        data(training, columns, layout, selection.names(), momenta, seeds, threads, notes);
    Set<String> wanted = new LinkedHashSet<>(selection.names());
    wanted.addAll(transformer.alsoNeeds(own));
    if (wanted.isEmpty()) {
      notes.accept("no column to act on, left out");
      return Optional.empty();
    }
    List<String> names = layout.names().stream().filter(wanted::contains).toList();
    return Optional.of(
        transformer.fit(data(training, columns, layout, names, momenta, seeds, threads, notes)));
  }

  private static FitData data(
      Training training,
      Columns columns,
      Layout layout,
      List<String> names,
      List<Momentum> momenta,
      Seeds seeds,
      int threads,
      Consumer<String> notes) {
    return new FitData(
        new PartialView(columns, layout, names),
        training.weights(),
        training.labels(),
        momenta,
        training.signalClass(),
        seeds,
        threads,
        notes);
  }

  /** Computes the outputs of steps that join columns once, for the steps to come. */
  private static Layout hold(Layout layout, FitColumns columns, int threads) {
    List<Node> joined = layout.nodes().stream().filter(n -> n instanceof Node.Member).toList();
    if (joined.isEmpty()) {
      return layout;
    }
    int rows = columns.rows();
    float[][] values = new float[joined.size()][rows];
    Program program = new Program(joined);
    int[] identity = columns.identity();
    Parallel.run(
        threads,
        (rows + ROWS_PER_PIECE - 1) / ROWS_PER_PIECE,
        piece -> {
          ColumnsReader reader = new ColumnsReader(columns, identity);
          float[] block = new float[Program.BLOCK * values.length];
          int end = Math.min(rows, (piece + 1) * ROWS_PER_PIECE);
          for (int row = piece * ROWS_PER_PIECE; row < end; row += Program.BLOCK) {
            int count = Math.min(Program.BLOCK, end - row);
            program.run(reader, row, count, block, 0, values.length);
            for (int c = 0; c < values.length; c++) {
              for (int r = 0; r < count; r++) {
                values[c][row + r] = block[r * values.length + c];
              }
            }
          }
        });
    List<Node> nodes = new ArrayList<>(layout.nodes());
    for (int c = 0; c < values.length; c++) {
      nodes.set(nodes.indexOf(joined.get(c)), new Node.Raw(columns.add(values[c])));
    }
    return new Layout(layout.names(), nodes);
  }
}
