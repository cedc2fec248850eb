package org.fivesigma.data.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParsedFilesTest {
  @TempDir Path folder;
  private final AtomicInteger made = new AtomicInteger();
  private final List<String> said = new ArrayList<>();
  private Path source;

  @BeforeEach
  void file() throws IOException {
    source = Files.writeString(folder.resolve("a.csv"), "one");
  }

  private Path copy(ParsedFiles cache, String options, String version) throws IOException {
    return cache.copy(
        source,
        options,
        version,
        said::add,
        (copy, notes) -> {
          made.incrementAndGet();
          notes.accept("noted");
          Files.writeString(copy, "parsed " + Files.readString(source) + options);
        });
  }

  @Test
  void aCopyIsMadeOnceForEachFileAndOptionsAndItsNotesAreSaidAgain() throws IOException {
    ParsedFiles cache = new ParsedFiles(folder.resolve("cache"));
    Path first = copy(cache, "x", "1");
    assertThat(copy(cache, "x", "1")).isEqualTo(first);
    assertThat(made).hasValue(1);
    assertThat(said).containsExactly("noted", "noted");
    assertThat(copy(cache, "y", "1")).isNotEqualTo(first);
    assertThat(made).hasValue(2);
    assertThat(cache.list()).hasSize(2).allMatch(c -> c.source().equals(source.toString()));
  }

  @Test
  void aTouchedFileIsRecognisedByItsContentAndAChangedOneIsParsedAgain() throws IOException {
    ParsedFiles cache = new ParsedFiles(folder.resolve("cache"));
    copy(cache, "x", "1");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(100)));
    copy(cache, "x", "1");
    assertThat(made).hasValue(1);
    Files.writeString(source, "two");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(200)));
    assertThat(copy(cache, "x", "1")).hasContent("parsed twox");
    assertThat(made).hasValue(2);
  }

  @Test
  void aCopyCutShortOrOfAnotherVersionIsMadeAgain() throws IOException {
    ParsedFiles cache = new ParsedFiles(folder.resolve("cache"));
    Path copy = copy(cache, "x", "1");
    Files.writeString(copy, "par");
    assertThat(copy(cache, "x", "1")).hasContent("parsed onex");
    assertThat(made).hasValue(2);
    copy(cache, "x", "2");
    assertThat(made).hasValue(3);
    Path about =
        cache
            .list()
            .get(0)
            .file()
            .resolveSibling(copy.getFileName().toString().replace(".parquet", ".json"));
    Files.writeString(about, "{\"format\": ");
    copy(cache, "x", "2");
    assertThat(made).hasValue(4);
  }

  @Test
  void severalThatAskAtOnceGetOneCopy() throws Exception {
    List<CompletableFuture<Path>> asked = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      asked.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return copy(new ParsedFiles(folder.resolve("cache")), "x", "1");
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    for (CompletableFuture<Path> path : asked) {
      assertThat(path.get()).hasContent("parsed onex");
    }
    assertThat(made).hasValue(1);
  }

  @Test
  void theLeastRecentlyUsedCopiesGoWhenItIsFullAndClearRemovesAll() throws Exception {
    ParsedFiles cache = new ParsedFiles(folder.resolve("cache"), 25);
    copy(cache, "a", "1");
    Thread.sleep(20);
    copy(cache, "b", "1");
    Thread.sleep(20);
    copy(cache, "a", "1");
    copy(cache, "c", "1");
    assertThat(cache.list()).hasSize(2);
    assertThat(made).hasValue(3);
    copy(cache, "a", "1");
    assertThat(made).hasValue(3);
    assertThat(cache.clear()).isPositive();
    assertThat(cache.list()).isEmpty();
  }
}
