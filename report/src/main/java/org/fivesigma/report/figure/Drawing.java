package org.fivesigma.report.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One plot in the house style: drawn once, written as SVG for the report, PNG for trackers, and its
 * numbers as csv.
 */
public abstract class Drawing {
  private final String id;
  private final String title;

  /**
   * A plot.
   *
   * @param id name of its files
   * @param title said above it in the report
   */
  protected Drawing(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** Name of its files. */
  public final String id() {
    return id;
  }

  /** Said above it in the report. */
  public final String title() {
    return title;
  }

  /** Whether nothing was drawn. */
  public abstract boolean empty();

  /** Its numbers. */
  protected abstract String csv();

  /** Width and height in pixels. */
  protected abstract int[] size();

  /** Draws it. */
  abstract void paint(Canvas canvas);

  /** Writes {@code <id>.svg}, {@code <id>.png} and {@code <id>.csv}; gives the SVG. */
  public final String write(Path folder) throws IOException {
    int[] size = size();
    SvgCanvas svg = new SvgCanvas(size[0], size[1], title);
    paint(svg);
    ImageCanvas image = new ImageCanvas(size[0], size[1]);
    paint(image);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(id + ".csv"), csv());
    Files.write(folder.resolve(id + ".png"), image.png());
    Files.writeString(folder.resolve(id + ".svg"), svg.document());
    return svg.document();
  }

  /** A cell of a csv file. */
  static String cell(String text) {
    return text.indexOf(',') < 0 && text.indexOf('"') < 0 && text.indexOf('\n') < 0
        ? text
        : '"' + text.replace("\"", "\"\"") + '"';
  }
}
