package org.fivesigma.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.Trainer;
import org.fivesigma.spi.model.TrainingContext.StopTraining;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.testing.MemoryBundle;
import org.fivesigma.testing.Standardise;
import org.fivesigma.testing.TestTrainingContext;
import org.fivesigma.testing.TrainingSamples;
import org.junit.jupiter.api.DynamicTest;

/**
 * What every {@link Trainer} and its {@link Model} do, with two and with three classes: the same
 * seed gives the same bits, an event is scored alone as among others, a saved model comes back bit
 * for bit, something is learnt, and a stop passes through.
 */
public abstract class ModelContract extends KindContract<Trainer> {
  private static final int ROWS = 400;
  private static final int FEATURES = 4;

  /** The contract of kind {@code model}. */
  protected ModelContract() {
    super(Kinds.MODEL);
  }

  /** The area under the ROC curve of the train part that the model of this id reaches. */
  protected double learns(String id) {
    return 0.75;
  }

  /** Whether the bits may depend on the number of threads, as the engine documents. */
  protected boolean threadsMatter(String id) {
    return false;
  }

  /** Whether the model of this id can tell more than two classes. */
  protected boolean multiclass(String id) {
    return true;
  }

  @Override
  protected Stream<DynamicTest> tests(Extension<Trainer> extension) {
    List<DynamicTest> tests = new ArrayList<>();
    for (int classes : multiclass(extension.id()) ? new int[] {2, 3} : new int[] {2}) {
      String with = " (" + classes + " classes)";
      tests.add(holds("scores are probabilities" + with, () -> probabilities(extension, classes)));
      tests.add(holds("same seed, same bits" + with, () -> sameBits(extension, classes)));
      tests.add(
          holds(
              "an event is scored alone as among others" + with, () -> alone(extension, classes)));
      tests.add(holds("a saved model comes back" + with, () -> saved(extension, classes)));
    }
    tests.add(holds("it learns and reports", () -> learns(extension)));
    tests.add(holds("a stop passes through", () -> stops(extension)));
    return tests.stream();
  }

  private static TrainingTask task(int classes) {
    Sample train = TrainingSamples.gaussian(ROWS, FEATURES, classes, 1.0, 1);
    Sample valid = TrainingSamples.gaussian(ROWS / 2, FEATURES, classes, 1.0, 2);
    return TrainingSamples.task(train, valid, classes, List.of(Standardise.step()));
  }

  private Model fit(Extension<Trainer> extension, TrainingTask task, int threads) {
    return create(extension).fit(task, TestTrainingContext.of(5, threads, task.classes().size()));
  }

  private static double[] scores(Model model, Sample sample, int threads) {
    return model.predict(new PredictionInput(sample.features(), threads));
  }

  private void probabilities(Extension<Trainer> extension, int classes) {
    TrainingTask task = task(classes);
    try (Model model = fit(extension, task, 1)) {
      double[] scores = scores(model, task.train(), 1);
      assertThat(model.inputs()).isEqualTo(task.train().features().names());
      assertThat(model.outputs()).isEqualTo(classes == 2 ? 1 : classes);
      assertThat(scores).hasSize(ROWS * model.outputs());
      for (int i = 0; i < ROWS; i++) {
        double sum = 0;
        for (int c = 0; c < model.outputs(); c++) {
          double score = scores[i * model.outputs() + c];
          assertThat(score).isBetween(0.0, 1.0);
          sum += score;
        }
        if (classes > 2) {
          assertThat(sum).isCloseTo(1, within(1e-5));
        }
      }
      model
          .importance()
          .forEach((kind, values) -> assertThat(model.inputs()).containsAll(values.keySet()));
    }
  }

  private void sameBits(Extension<Trainer> extension, int classes) {
    TrainingTask task = task(classes);
    try (Model one = fit(extension, task, 1);
        Model same = fit(extension, task, 1);
        Model two = fit(extension, task, 2)) {
      double[] scores = scores(one, task.train(), 1);
      assertThat(scores(same, task.train(), 1)).isEqualTo(scores);
      assertThat(scores(one, task.train(), 2)).isEqualTo(scores);
      if (!threadsMatter(extension.id())) {
        assertThat(scores(two, task.train(), 2)).isEqualTo(scores);
      }
    }
  }

  private void alone(Extension<Trainer> extension, int classes) {
    TrainingTask task = task(classes);
    Sample valid = task.valid().orElseThrow();
    try (Model model = fit(extension, task, 1)) {
      double[] all = scores(model, valid, 2);
      int outputs = model.outputs();
      for (int i = 0; i < 25; i++) {
        double[] one = scores(model, valid.select(new int[] {i}), 1);
        for (int c = 0; c < outputs; c++) {
          assertThat(one[c]).isEqualTo(all[i * outputs + c]);
        }
      }
      assertThat(scores(model, valid.select(new int[0]), 1)).isEmpty();
    }
  }

  private void saved(Extension<Trainer> extension, int classes) {
    TrainingTask task = task(classes);
    Sample valid = task.valid().orElseThrow();
    MemoryBundle bundle;
    double[] expected;
    Model model = fit(extension, task, 1);
    try {
      expected = scores(model, valid, 1);
      bundle = MemoryBundle.of(model);
    } finally {
      model.close();
    }
    model.close(); // a second time does nothing
    try (Model read = bundle.read(plugins(), task.classes(), 1)) {
      assertThat(read.inputs()).isEqualTo(task.train().features().names());
      assertThat(scores(read, valid, 1)).isEqualTo(expected);
    }
    for (String file : List.copyOf(bundle.files().keySet())) {
      byte[] content = bundle.files().get(file);
      bundle.files().put(file, Arrays.copyOf(content, content.length / 2));
      assertThatThrownBy(() -> bundle.read(plugins(), task.classes(), 1).close())
          .as("half of %s", file)
          .isInstanceOfAny(IOException.class, UncheckedIOException.class);
      bundle.files().put(file, content);
    }
  }

  private void learns(Extension<Trainer> extension) {
    TrainingTask task = task(2);
    TestTrainingContext context = TestTrainingContext.of(5, 1, 2);
    try (Model model = create(extension).fit(task, context)) {
      double auc = context.monitor("train/auc", task.train()).value(scores(model, task.train(), 1));
      assertThat(auc).isGreaterThan(learns(extension.id()));
      assertThat(context.reports()).as("what was reported").isNotEmpty();
      assertThat(context.progressCalls()).as("progress").isPositive();
    }
  }

  private void stops(Extension<Trainer> extension) {
    TestTrainingContext context = TestTrainingContext.of(5, 1, 2).cancelAtCheck(1);
    assertThatThrownBy(() -> create(extension).fit(task(2), context).close())
        .isInstanceOf(StopTraining.class);
  }
}
