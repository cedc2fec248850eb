package org.fivesigma.models.network.averaging;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.fivesigma.models.network.optimizer.CheckpointArrays;
import org.fivesigma.spi.model.Averaging;
import org.fivesigma.spi.model.Schedule;
import org.fivesigma.spi.option.Option;

/**
 * Networks of one training whose scores are averaged: snapshot ensembles (Huang et al. 2017), taken
 * at the end of each cosine cycle, and fast geometric ensembles (Garipov et al. 2018), taken at the
 * lowest learning rate of short triangular cycles. Both bring their schedule.
 */
public final class Snapshots implements Averaging {
  private final Schedule schedule;
  private final Moments moments;
  private final int keep;

  private Snapshots(Schedule schedule, Moments moments, int keep) {
    this.schedule = schedule;
    this.moments = moments;
    this.keep = keep;
  }

  /** Options of {@code snapshot}. */
  public record SnapshotOptions(
      @Option(
              description =
                  "Cycles that the training is divided into; each falls along half a cosine.",
              value = "5",
              min = 1)
          int cycles,
      @Option(description = "How many of the last networks are kept; default: all.", min = 1)
          Optional<Integer> keep,
      @Option(description = "The learning rate at the end of a cycle.", value = "0.0", min = 0)
          double floor) {}

  /** Options of {@code fge}. */
  public record FgeOptions(
      @Option(
              description =
                  "Part of the training, at the optimiser's learning rate, before the cycles.",
              value = "0.5",
              min = 0,
              max = 1,
              maxExclusive = true)
          double start,
      @Option(
              description = "Length of a cycle.",
              value = "2.0",
              min = 0,
              minExclusive = true,
              unit = "epochs")
          double cycle,
      @Option(
              description = "Lowest learning rate, as a part of the optimiser's.",
              value = "0.05",
              min = 0,
              max = 1)
          double low,
      @Option(description = "How many of the last networks are kept; default: all.", min = 1)
          Optional<Integer> keep) {}

  private interface Moments {
    boolean taken(long step, Schedule.Setting setting);
  }

  /** Snapshot ensembles. */
  public static Averaging snapshot(SnapshotOptions o) {
    return new Snapshots(
        setting ->
            step -> {
              long cycle = cycleOf(Math.min(step, setting.steps() - 1), o.cycles(), setting);
              long begin = begin(cycle, o.cycles(), setting);
              long length = begin(cycle + 1, o.cycles(), setting) - begin;
              double part = Math.min(1.0, (step - begin) / (double) length);
              double high = setting.learningRate();
              return o.floor() + (high - o.floor()) * (1 + Math.cos(Math.PI * part)) / 2;
            },
        (step, setting) -> {
          long cycle = cycleOf(step - 1, o.cycles(), setting);
          return step == begin(cycle + 1, o.cycles(), setting);
        },
        o.keep().orElse(Integer.MAX_VALUE));
  }

  /** First step of a cycle: the training is divided as evenly as steps allow. */
  private static long begin(long cycle, int cycles, Schedule.Setting setting) {
    return Math.round(cycle * (double) setting.steps() / cycles);
  }

  private static long cycleOf(long step, int cycles, Schedule.Setting setting) {
    long guess = Math.min(cycles - 1L, step * cycles / Math.max(1, setting.steps()));
    while (guess > 0 && begin(guess, cycles, setting) > step) {
      guess--;
    }
    while (guess + 1 < cycles && begin(guess + 1, cycles, setting) <= step) {
      guess++;
    }
    return guess;
  }

  /** Fast geometric ensembles. */
  public static Averaging fge(FgeOptions o) {
    return new Snapshots(
        setting ->
            step -> {
              long begin = Math.round(o.start() * setting.steps());
              double high = setting.learningRate();
              if (step < begin) {
                return high;
              }
              long length = Math.max(2, setting.stepsOf(o.cycle()));
              double part = ((step - begin) % length + 1.0) / length;
              double down = part <= 0.5 ? 2 * part : 2 - 2 * part;
              return high * (1 - down + down * o.low());
            },
        (step, setting) -> {
          long begin = Math.round(o.start() * setting.steps());
          long length = Math.max(2, setting.stepsOf(o.cycle()));
          return step > begin && (step - 1 - begin) % length + 1 == length / 2;
        },
        o.keep().orElse(Integer.MAX_VALUE));
  }

  @Override
  public Optional<Schedule> schedule() {
    return Optional.of(schedule);
  }

  @Override
  public Course start(Schedule.Setting setting) {
    return new Taken(setting);
  }

  private final class Taken implements Course {
    private final Schedule.Setting setting;
    private final Deque<float[]> networks = new ArrayDeque<>();

    Taken(Schedule.Setting setting) {
      this.setting = setting;
    }

    @Override
    public void stepped(long step, float[] parameters) {
      if (moments.taken(step, setting)) {
        networks.addLast(parameters.clone());
        if (networks.size() > keep) {
          networks.removeFirst();
        }
      }
    }

    @Override
    public List<float[]> networks() {
      return List.copyOf(networks);
    }

    @Override
    public void save(DataOutput out) throws IOException {
      out.writeInt(networks.size());
      for (float[] network : networks) {
        CheckpointArrays.write(out, network);
      }
    }

    @Override
    public void load(DataInput in) throws IOException {
      networks.clear();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        networks.addLast(CheckpointArrays.readFloats(in));
      }
    }
  }
}
