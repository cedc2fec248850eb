package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.core.spec.ExperimentLoader;
import org.fivesigma.core.spec.text.Problem;
import org.fivesigma.spi.UserError;

/** Feeds mutated experiments to a loader: each answer is "valid" or a list of problems, in time. */
final class Mutations {
  private static final Duration SLOWEST = Duration.ofSeconds(5);
  private static final List<String> PIECES =
      List.of(
          "[",
          "]",
          "{",
          "}",
          ":",
          ": ",
          ",",
          "-",
          "- ",
          "\n",
          "  ",
          "\t",
          "#",
          "'",
          "\"",
          "&a ",
          "*a",
          "!x ",
          "!!int ",
          "|\n",
          ">\n",
          "%",
          "@",
          "`",
          "? ",
          "---\n",
          "...\n",
          "null",
          "~",
          "true",
          "yes",
          "-1",
          "0",
          "1e999",
          ".nan",
          ".inf",
          "99999999999999999999",
          "0x1F",
          "${X}",
          "${",
          "${A:-b}",
          "${S:?secret}",
          "type",
          "type: none",
          "model",
          "matrix",
          "tune",
          "\u0000",
          "\ufeff",
          "\u2028",
          "\ud83d\ude00",
          "<<: *a",
          "[[[[[[",
          "{a: {a: {a: ",
          "members: 3",
          "path: \"\"",
          "name: ../x",
          "select: ''",
          "model.of[0]",
          "[]",
          "{}");

  private final List<String> seeds;
  private final ExperimentLoader loader;

  Mutations(List<String> seeds, ExperimentLoader loader) {
    this.seeds = seeds;
    this.loader = loader;
  }

  /** Mutation i is the same whatever the number of threads and however many come to their turn. */
  void run(int count, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    AtomicInteger done = new AtomicInteger();
    AtomicInteger valid = new AtomicInteger();
    IntStream.range(0, count)
        .parallel()
        .filter(i -> System.nanoTime() < end)
        .forEach(
            i -> {
              SplittableRandom random = new SplittableRandom(20260101L + i);
              if (answer(mutate(seeds.get(random.nextInt(seeds.size())), random))) {
                valid.incrementAndGet();
              }
              done.incrementAndGet();
            });
    System.out.printf("%d mutations, %d of them valid%n", done.get(), valid.get());
    assertThat(done.get()).as("mutations within the time").isGreaterThan(count / 20);
    assertThat(valid.get()).as("mutations that are still valid").isBetween(1, done.get() - 1);
  }

  private boolean answer(String text) {
    long start = System.nanoTime();
    ExperimentFile file;
    try {
      file = loader.loadText(text, "fuzz.yaml", Path.of("/nowhere"), Map.of("S", "hidden-value"));
      file.resolvedYaml();
      file.explain();
      file.problem(UserError.of("missing-column", "absent").at("data.features[0]"));
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("an exception, for:\n" + text, e);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).as(text).isLessThan(SLOWEST);
    for (Problem problem : file.problems()) {
      assertThat(problem.message())
          .as(text)
          .isNotBlank()
          .doesNotContain("Exception", "hidden-value");
      assertThat(problem.render()).as(text).startsWith("error[" + problem.code() + "]: ");
    }
    assertThat(file.experiment().isPresent()).as(text).isEqualTo(file.problems().isEmpty());
    return file.experiment().isPresent();
  }

  private static String mutate(String seed, SplittableRandom random) {
    StringBuilder text = new StringBuilder(seed);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && text.length() > 0; i++) {
      int at = random.nextInt(text.length());
      int length = Math.min(text.length() - at, 1 + random.nextInt(12));
      switch (random.nextInt(8)) {
        case 0 -> text.delete(at, at + length);
        case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> text.replace(at, at + length, PIECES.get(random.nextInt(PIECES.size())));
        case 3 -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
        case 4 -> text.insert(at, text.substring(at, at + length));
        case 5 -> {
          int other = random.nextInt(text.length());
          int end = Math.min(text.length(), other + 1 + random.nextInt(60));
          text.insert(at, text.substring(other, end));
        }
        case 6 -> moveLine(text, random);
        default -> text.setLength(Math.max(1, at));
      }
    }
    return text.toString();
  }

  private static void moveLine(StringBuilder text, SplittableRandom random) {
    List<String> lines = new java.util.ArrayList<>(text.toString().lines().toList());
    if (lines.isEmpty()) {
      return;
    }
    String line = lines.get(random.nextInt(lines.size()));
    if (random.nextBoolean()) {
      lines.remove(line);
    }
    lines.add(random.nextInt(lines.size() + 1), random.nextBoolean() ? line : "  " + line);
    text.setLength(0);
    text.append(String.join("\n", lines)).append('\n');
  }
}
