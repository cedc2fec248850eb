package org.fivesigma.data.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.Shuffle;
import org.fivesigma.spi.data.Split.Events;

/** Random division of events, within groups of class and process or over all. */
final class Draw {
  private final Events events;
  private final boolean stratified;

  /**
   * Draws from events.
   *
   * @param stratified whether every class and process is divided by itself
   */
  Draw(Events events, boolean stratified) {
    this.events = events;
    this.stratified = stratified;
  }

  /**
   * Divides rows by fractions: in a group of n the first part gets its share of n, rounded, and so
   * on with the running sum, so that no part is off by more than one event.
   *
   * @param rows what to divide
   * @param fractions of the parts; their sum is at most 1
   * @param seeds streams of this draw
   * @return one array for each fraction, and the rest as the last
   */
  int[][] divide(int[] rows, double[] fractions, Seeds seeds) {
    int parts = fractions.length + 1;
    List<List<int[]>> drawn = new ArrayList<>();
    for (int p = 0; p < parts; p++) {
      drawn.add(new ArrayList<>());
    }
    for (Map.Entry<Group, int[]> group : groups(rows).entrySet()) {
      int[] shuffled = group.getValue();
      Shuffle.inPlace(
          shuffled, seeds.stream("group", group.getKey().label(), group.getKey().process()));
      int from = 0;
      double sum = 0;
      for (int p = 0; p < parts; p++) {
        sum += p < fractions.length ? fractions[p] : 1;
        int to = (int) Math.min(shuffled.length, Math.round(sum * shuffled.length));
        drawn.get(p).add(Arrays.copyOfRange(shuffled, from, Math.max(from, to)));
        from = Math.max(from, to);
      }
    }
    return drawn.stream().map(Draw::join).toArray(int[][]::new);
  }

  /** Divides rows into folds of equal size, group by group. */
  int[] folds(int[] rows, int folds, Seeds seeds) {
    int[] fold = new int[events.rows()];
    int next = 0;
    for (Map.Entry<Group, int[]> group : groups(rows).entrySet()) {
      int[] shuffled = group.getValue();
      Shuffle.inPlace(
          shuffled, seeds.stream("group", group.getKey().label(), group.getKey().process()));
      for (int row : shuffled) {
        fold[row] = next;
        next = (next + 1) % folds;
      }
    }
    return fold;
  }

  private record Group(int label, int process) implements Comparable<Group> {
    @Override
    public int compareTo(Group other) {
      int byLabel = Integer.compare(label, other.label);
      return byLabel != 0 ? byLabel : Integer.compare(process, other.process);
    }
  }

  private Map<Group, int[]> groups(int[] rows) {
    Map<Group, int[]> counts = new TreeMap<>();
    for (int row : rows) {
      counts.computeIfAbsent(group(row), g -> new int[1])[0]++;
    }
    Map<Group, int[]> groups = new TreeMap<>();
    counts.forEach((group, count) -> groups.put(group, new int[count[0]]));
    counts.values().forEach(count -> count[0] = 0);
    for (int row : rows) {
      Group group = group(row);
      groups.get(group)[counts.get(group)[0]++] = row;
    }
    return groups;
  }

  private Group group(int row) {
    return stratified ? new Group(events.label()[row], events.process()[row]) : new Group(0, 0);
  }

  private static int[] join(List<int[]> arrays) {
    int[] all = new int[arrays.stream().mapToInt(a -> a.length).sum()];
    int at = 0;
    for (int[] array : arrays) {
      System.arraycopy(array, 0, all, at, array.length);
      at += array.length;
    }
    return all;
  }
}
