import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.fivesigma.models.xgboost.XgboostOptions;
import org.fivesigma.models.xgboost.XgboostTrainer;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.testing.OptionsForTests;
import org.fivesigma.testing.TestTrainingContext;
import org.fivesigma.testing.TrainingSamples;

/** Trains the settings of peer.py on the same events; prints setting, wall, CPU, test AUC. */
final class XgboostTraining {
  private static final Map<String, Map<String, ?>> SETTINGS =
      Map.of(
          "higgsml", Map.of("eta", 0.1, "max_depth", 6, "num_boost_round", 100),
          "uci",
              Map.of(
                  "eta", 0.05,
                  "max_depth", 6,
                  "subsample", 0.8,
                  "colsample_bytree", 0.8,
                  "num_boost_round", 400),
          "uci-deep",
              Map.of(
                  "eta", 0.2,
                  "max_depth", 10,
                  "gamma", 4.0,
                  "min_child_weight", 6.0,
                  "subsample", 0.8,
                  "num_boost_round", 100));

  public static void main(String[] args) {
    for (String setting : args) {
      TrainingSamples.Parts parts =
          setting.equals("higgsml") ? TrainingSamples.higgsml() : TrainingSamples.uciHiggs();
      int[] few = java.util.stream.IntStream.range(0, 300).map(i -> i * 41).toArray();
      fit(Map.of("num_boost_round", 3), parts.train().select(few), parts).close();
      System.gc();
      long start = System.nanoTime();
      long cpu = cpu();
      Model model = fit(SETTINGS.get(setting), parts.train(), parts);
      double seconds = (System.nanoTime() - start) / 1e9;
      double cpuSeconds = (cpu() - cpu) / 1e9;
      double[] scores = model.predict(new PredictionInput(parts.test().features(), 1));
      double auc =
          TestTrainingContext.of(1, 1, 2).monitor("valid/auc", parts.test()).value(scores);
      System.out.printf("%s %.4f %.4f %.10f%n", setting, seconds, cpuSeconds, auc);
      model.close();
    }
  }

  private static Model fit(
      Map<String, ?> options,
      org.fivesigma.spi.model.Sample train,
      TrainingSamples.Parts parts) {
    return new XgboostTrainer(OptionsForTests.of(XgboostOptions.class, options))
        .fit(
            TrainingSamples.task(train, parts.valid(), 2, List.of()),
            TestTrainingContext.of(1, 1, 2));
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
