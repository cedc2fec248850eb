package org.fivesigma.core.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Sampler;
import org.fivesigma.spi.search.Study;
import org.fivesigma.spi.search.Trial;

/**
 * Hands out the trials of a study, over threads and processes.
 *
 * <p>In batch mode trial n belongs to batch n / parallel; it is asked for once all earlier batches
 * have ended, and sees the trials of its own batch as running, whatever they are: suggestions do
 * not depend on who finishes first. In async mode a trial is asked for as soon as a worker is free.
 */
public final class TrialQueue {
  private final Journal journal;
  private final List<Parameter> space;
  private final Sampler sampler;
  private final boolean maximise;
  private final int total;
  private final int parallel;
  private final boolean batch;
  private final List<Map<String, Object>> start;
  private final Seeds seeds;
  private final Map<Integer, Trial> live = new ConcurrentHashMap<>();

  /**
   * A queue.
   *
   * @param start settings tried first, complete
   */
  public TrialQueue(
      Journal journal,
      List<Parameter> space,
      Sampler sampler,
      boolean maximise,
      int total,
      int parallel,
      boolean batch,
      List<Map<String, Object>> start,
      Seeds seeds) {
    this.journal = journal;
    this.space = List.copyOf(space);
    this.sampler = sampler;
    this.maximise = maximise;
    this.total = total;
    this.parallel = parallel;
    this.batch = batch;
    this.start = List.copyOf(start);
    this.seeds = seeds;
  }

  /** What a worker is to do. */
  public sealed interface Next {
    /** Run this trial; it is in the journal as running. */
    record Run(Trial trial) implements Next {}

    /** Ask again when another trial has ended. */
    record Wait() implements Next {}

    /** All trials have ended. */
    record Done() implements Next {}
  }

  /** The next trial for a free worker. */
  public Next next() {
    return journal.locked(
        () -> {
          Map<Integer, Journal.Entry> entries = journal.read();
          Optional<Trial> abandoned =
              entries.values().stream()
                  .filter(Journal.Entry::abandoned)
                  .map(Journal.Entry::trial)
                  .findFirst();
          if (abandoned.isPresent()) {
            return started(
                new Trial(
                    abandoned.get().number(),
                    Trial.State.RUNNING,
                    abandoned.get().params(),
                    Double.NaN,
                    0,
                    List.of(),
                    ""));
          }
          int number = 0;
          while (entries.containsKey(number)) {
            number++;
          }
          if (number >= total) {
            boolean running =
                entries.values().stream().anyMatch(e -> e.trial().state() == Trial.State.RUNNING);
            return running ? new Next.Wait() : new Next.Done();
          }
          int firstOfBatch = batch ? number / parallel * parallel : number;
          boolean ready =
              entries.values().stream()
                  .noneMatch(
                      e ->
                          e.trial().number() < firstOfBatch
                              && e.trial().state() == Trial.State.RUNNING);
          if (batch && !ready) {
            return new Next.Wait();
          }
          return started(
              new Trial(
                  number,
                  Trial.State.RUNNING,
                  params(number, entries, firstOfBatch),
                  Double.NaN,
                  0,
                  List.of(),
                  ""));
        });
  }

  private Next started(Trial trial) {
    journal.append(new Journal.Entry(trial, Optional.of(Journal.Owner.current()), 0));
    return new Next.Run(trial);
  }

  private Map<String, Object> params(
      int number, Map<Integer, Journal.Entry> entries, int firstOfBatch) {
    if (number < start.size()) {
      return start.get(number);
    }
    List<Trial> seen = new ArrayList<>();
    for (Journal.Entry e : entries.values()) {
      Trial t = e.trial();
      seen.add(
          batch && t.number() >= firstOfBatch
              ? new Trial(t.number(), Trial.State.RUNNING, t.params(), Double.NaN, 0, List.of(), "")
              : t);
    }
    return new LinkedHashMap<>(sampler.ask(new Study(space, maximise, total, seen, seeds), number));
  }

  /**
   * The study as a pruner sees it, with a running trial's intermediate values: in batch mode beside
   * the trials of earlier batches alone, so that it does not matter who is faster, else beside all
   * others with what those of this process have reported.
   */
  public Study view(Trial running) {
    live.put(running.number(), running);
    List<Trial> trials = new ArrayList<>();
    for (Journal.Entry e : journal.locked(journal::read).values()) {
      Trial t = e.trial();
      if (t.number() == running.number()) {
        trials.add(running);
      } else if (!batch) {
        trials.add(t.state() == Trial.State.RUNNING ? live.getOrDefault(t.number(), t) : t);
      } else if (t.number() < running.number() / parallel * parallel) {
        trials.add(t);
      }
    }
    return new Study(space, maximise, total, trials, seeds);
  }

  /** Writes down how a trial ended. */
  public void ended(Trial trial, double seconds) {
    journal.locked(
        () -> {
          journal.append(new Journal.Entry(trial, Optional.empty(), seconds));
          live.remove(trial.number());
          return trial;
        });
  }

  /** Gives a trial back that has not ended: the next worker runs it again, whoever that is. */
  public void abandoned(Trial trial) {
    journal.locked(
        () -> {
          journal.append(new Journal.Entry(trial, Optional.empty(), 0));
          live.remove(trial.number());
          return trial;
        });
  }

  /** All trials, by number. */
  public List<Journal.Entry> entries() {
    return List.copyOf(journal.locked(journal::read).values());
  }
}
