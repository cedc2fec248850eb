package org.fivesigma.core.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.search.Domain;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Sampler;
import org.fivesigma.spi.search.Study;
import org.fivesigma.spi.search.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialQueueTest {
  private static final List<Parameter> SPACE =
      List.of(new Parameter("a", new Domain.Floats(0, 1, false, 0), Map.of()));

  /** A suggestion that depends on everything a sampler may look at. */
  private static final Sampler LOOKS_AT_ALL =
      (study, number) -> {
        double sum = study.seeds().stream("test", number).nextDouble();
        for (Trial t : study.trials()) {
          sum += t.state() == Trial.State.RUNNING ? 0.37 : t.value();
        }
        return Map.of("a", sum - Math.floor(sum));
      };

  @TempDir private Path folder;

  private TrialQueue queue(Path at, boolean batch) {
    return new TrialQueue(
        new Journal(at), SPACE, LOOKS_AT_ALL, true, 20, 4, batch, List.of(), new Seeds(5));
  }

  private static Trial ended(Trial trial) {
    double a = (Double) trial.params().get("a");
    return new Trial(
        trial.number(), Trial.State.FINISHED, trial.params(), a * (1 - a), 0, List.of(), "");
  }

  /** Runs all trials; of those that run at once the order in which they end is shuffled. */
  private List<Trial> play(TrialQueue queue, long seed) {
    var random = new Seeds(seed).stream("order");
    List<Trial> running = new ArrayList<>();
    while (true) {
      TrialQueue.Next next = running.size() < 4 ? queue.next() : new TrialQueue.Next.Wait();
      if (next instanceof TrialQueue.Next.Run run) {
        running.add(run.trial());
      } else if (running.isEmpty()) {
        return queue.entries().stream().map(Journal.Entry::trial).toList();
      } else {
        queue.ended(ended(running.remove(random.nextInt(running.size()))), 0.1);
      }
    }
  }

  @Test
  void inBatchModeSuggestionsDoNotDependOnWhoEndsFirst() throws IOException {
    List<Trial> one = play(queue(Files.createDirectory(folder.resolve("1")), true), 1);
    List<Trial> other = play(queue(Files.createDirectory(folder.resolve("2")), true), 2);
    assertThat(one).hasSize(20).isEqualTo(other);
  }

  @Test
  void whatADeadProcessLeftRunningIsRunAgainWithTheSameSettings() {
    Journal journal = new Journal(folder);
    Trial left = new Trial(0, Trial.State.RUNNING, Map.of("a", 0.25), Double.NaN, 0, List.of(), "");
    long own = ProcessHandle.current().pid();
    journal.append(new Journal.Entry(left, Optional.of(new Journal.Owner(own, 12345)), 0));
    TrialQueue.Next next = queue(folder, true).next();
    assertThat(next).isInstanceOf(TrialQueue.Next.Run.class);
    assertThat(((TrialQueue.Next.Run) next).trial()).isEqualTo(left);
  }

  @Test
  void whatALivingProcessRunsIsLeftToIt() {
    TrialQueue first = queue(folder, false);
    first.next();
    TrialQueue.Next next = queue(folder, false).next();
    assertThat(((TrialQueue.Next.Run) next).trial().number()).isEqualTo(1);
  }

  @Test
  void twoQueuesOnOneFolderShareTheTrials() throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(4);
    Set<Integer> numbers = Collections.synchronizedSet(new HashSet<>());
    List<Integer> all = Collections.synchronizedList(new ArrayList<>());
    TrialQueue[] queues = {queue(folder, false), queue(folder, false)};
    List<Future<?>> work = new ArrayList<>();
    for (int w = 0; w < 4; w++) {
      TrialQueue own = queues[w % 2];
      work.add(
          workers.submit(
              () -> {
                while (own.next() instanceof TrialQueue.Next.Run run) {
                  numbers.add(run.trial().number());
                  all.add(run.trial().number());
                  own.ended(ended(run.trial()), 0);
                }
              }));
    }
    workers.shutdown();
    assertThat(workers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    for (Future<?> each : work) {
      each.get();
    }
    assertThat(all).hasSize(20);
    assertThat(numbers).hasSize(20);
  }

  @Test
  void aHalfWrittenOrBrokenLastLineIsCutOff() throws IOException {
    Journal journal = new Journal(folder);
    play(queue(folder, true), 1);
    Path file = folder.resolve("trials.jsonl");
    String whole = Files.readString(file);
    for (String rest : List.of("{\"trial\": 3, \"sta", "\u0000\u0000garbage\n")) {
      Files.writeString(file, whole + rest);
      assertThat(journal.read()).hasSize(20);
      assertThat(Files.readString(file)).isEqualTo(whole);
    }
  }

  @Test
  void aJournalReadsOnWhatOthersAppend() throws IOException {
    Journal reader = new Journal(folder);
    assertThat(reader.read()).isEmpty();
    TrialQueue other = queue(folder, false);
    for (int n = 0; n < 3; n++) {
      Trial trial = ((TrialQueue.Next.Run) other.next()).trial();
      assertThat(reader.read().get(n).trial()).isEqualTo(trial);
      other.ended(ended(trial), 0.1);
      assertThat(reader.read()).hasSize(n + 1).isEqualTo(new Journal(folder).read());
      assertThat(reader.read().get(n).trial()).isEqualTo(ended(trial));
    }
    // What is kept is the journal's own.
    reader.read().clear();
    assertThat(reader.read()).hasSize(3);
    Files.delete(folder.resolve("trials.jsonl"));
    assertThat(reader.read()).isEmpty();
  }

  @Test
  void aBrokenLineInTheMiddleIsNamed() throws IOException {
    play(queue(folder, true), 1);
    Path file = folder.resolve("trials.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(4, "nonsense");
    Files.write(file, lines, StandardOpenOption.TRUNCATE_EXISTING);
    assertThatThrownBy(() -> new Journal(folder).read()).hasMessageContaining("line 5");
  }

  @Test
  void aPrunerSeesOnlyEarlierBatches() {
    TrialQueue queue = queue(folder, true);
    play(queue, 1);
    Trial running =
        new Trial(9, Trial.State.RUNNING, Map.of("a", 0.1), Double.NaN, 0, List.of(), "");
    Study seen = queue.view(running);
    assertThat(seen.trials().stream().map(Trial::number))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 9);
  }
}
