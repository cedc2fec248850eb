package org.fivesigma.core.events;

import java.util.List;
import java.util.Map;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.Momentum;
import org.fivesigma.spi.data.Split;
import org.fivesigma.spi.data.TableLoader.Account;

/**
 * The selected events of an experiment with everything that training and evaluation need.
 *
 * @param features raw feature columns
 * @param classes class names; binary: background, signal
 * @param signal index of the signal class
 * @param labels class of each event
 * @param processes names of processes
 * @param process process of each event
 * @param id one or several id columns
 * @param row raw row of each event
 * @param spectators by name
 * @param weights evaluation weights before rescaling: source weight, cross-section, negative-weight
 *     policy
 * @param trainingWeights weights of the loss for a part
 * @param yields expected sums and rescaling
 * @param folds the split; one fold, or several for cross-evaluation
 * @param unused selected events in no part
 * @param momenta whose columns are all features
 * @param derived derived features with the columns they are made of
 * @param accounts one per source
 * @param negative number of events with a negative source weight
 * @param history how the weights came to be
 * @param warnings for table and report
 */
public record EventData(
    Columns features,
    List<String> classes,
    int signal,
    int[] labels,
    List<String> processes,
    int[] process,
    List<Column> id,
    List<String> idNames,
    long[] row,
    Map<String, Column> spectators,
    double[] weights,
    TrainingWeighting trainingWeights,
    Yields yields,
    List<Split.Fold> folds,
    int unused,
    List<Momentum> momenta,
    Map<String, List<String>> derived,
    List<Account> accounts,
    int negative,
    WeightHistory history,
    List<String> warnings) {

  /** Number of selected events. */
  public int rows() {
    return labels.length;
  }

  /** Whether there are two classes. */
  public boolean binary() {
    return classes.size() == 2;
  }

  /**
   * The rows of each part over all folds, parts in order: of a k-fold split the union of valid and
   * test.
   */
  public Map<String, int[]> parts() {
    return Parts.union(folds);
  }

  /** The same events in other parts. */
  public EventData withFolds(List<Split.Fold> other) {
    int used = Parts.union(other).values().stream().mapToInt(r -> r.length).sum();
    return new EventData(
        features,
        classes,
        signal,
        labels,
        processes,
        process,
        id,
        idNames,
        row,
        spectators,
        weights,
        trainingWeights,
        yields,
        List.copyOf(other),
        rows() - used,
        momenta,
        derived,
        accounts,
        negative,
        history,
        warnings);
  }

  /** The same events with other warnings. */
  EventData withWarnings(List<String> other) {
    return new EventData(
        features,
        classes,
        signal,
        labels,
        processes,
        process,
        id,
        idNames,
        row,
        spectators,
        weights,
        trainingWeights,
        yields,
        folds,
        unused,
        momenta,
        derived,
        accounts,
        negative,
        history,
        List.copyOf(other));
  }

  /** The physics weights of a part, rescaled to the yields. */
  public double[] physicsWeights(String part, int[] rows) {
    return yields.rescaled(weights, rows, part);
  }

  /** The id of an event as text; several columns are joined by a comma. */
  public String idText(int event) {
    if (id.size() == 1) {
      return id.get(0).text(event);
    }
    StringBuilder text = new StringBuilder();
    for (Column column : id) {
      text.append(text.length() == 0 ? "" : ",").append(column.text(event));
    }
    return text.toString();
  }
}
