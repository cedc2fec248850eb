package org.fivesigma.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class FigureTest {
  @TempDir Path folder;

  private Document written(Drawing drawing) throws Exception {
    String svg = drawing.write(folder);
    assertThat(svg).isEqualTo(Files.readString(folder.resolve(drawing.id() + ".svg")));
    assertThat(svg).doesNotContain("NaN", "Infinity");
    assertThat(ImageIO.read(folder.resolve(drawing.id() + ".png").toFile()).getWidth())
        .isEqualTo(2 * drawing.size()[0]);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static Figure everything(boolean log) {
    Figure f = new Figure("all", "Everything & more", "x [GeV]", "a < b");
    if (log) {
      f.logY();
    }
    double[] edges = {0, 1, 2};
    f.steps("h", edges, new double[] {3, 0}, 0);
    f.stacked("s", edges, new double[] {0, 0}, new double[] {1, -2}, 1);
    f.line("l, with comma", new double[] {0, 1, 2}, new double[] {1, Double.NaN, 2}, 2, true);
    f.points("p", new double[] {0.5, 1.5}, new double[] {2, 1}, new double[] {0.5, 3}, 3);
    f.band("b", new double[] {0, 2}, new double[] {0, 1}, new double[] {1, 2}, 4);
    f.vertical("v", 1, 5);
    f.region("r", 0.2, 0.8, 6);
    f.ratio("p / h", "p", new double[] {0.5}, new double[] {1.1}, new double[] {0.1}, 3);
    return f;
  }

  @Test
  void everythingIsDrawnAndItsNumbersStandBesideIt() throws Exception {
    for (boolean log : new boolean[] {false, true}) {
      Document svg = written(everything(log));
      assertThat(svg.getDocumentElement().getAttribute("aria-label"))
          .isEqualTo("Everything & more");
      assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(4);
      assertThat(svg.getElementsByTagName("polygon").getLength()).isGreaterThan(4);
    }
    assertThat(Files.readAllLines(folder.resolve("all.csv")))
        .contains(
            "series,x,y,error",
            "h,0.5,3.0,",
            "\"l, with comma\",1.0,,",
            "p,1.5,1.0,3.0",
            "b low,0.0,0.0,",
            "\"p, p / h\",0.5,1.1,0.1");
  }

  @Test
  void theSameNumbersGiveTheSameBytes() throws Exception {
    everything(false).write(folder);
    byte[] svg = Files.readAllBytes(folder.resolve("all.svg"));
    byte[] png = Files.readAllBytes(folder.resolve("all.png"));
    everything(false).write(folder);
    assertThat(Files.readAllBytes(folder.resolve("all.svg"))).isEqualTo(svg);
    assertThat(Files.readAllBytes(folder.resolve("all.png"))).isEqualTo(png);
  }

  @Test
  void placesOfTheXAxisMayHaveNamesAndLongOnesStandUpright() throws Exception {
    String medium = "[680, 680, 680, 680]";
    for (List<String> names :
        List.of(List.of("a", "b", "c"), List.of(medium, medium, "b".repeat(60)))) {
      Figure figure = new Figure("named", "Named", "", "y");
      figure.xNames(names);
      figure.points("", new double[] {0, 1, 2}, new double[] {3, 4, 5}, new double[3], 0);
      String svg = figure.write(folder);
      assertThat(svg).contains(">" + names.get(0) + "<");
      assertThat(svg).doesNotContain("b".repeat(28));
      // The label of the y axis is turned anyway.
      assertThat(svg.split("rotate\\(-90", -1)).hasSize(names.get(0).equals("a") ? 2 : 5);
    }
  }

  @Test
  void degenerateDataAreDrawnToo() throws Exception {
    Figure constant = new Figure("constant", "t", "x", "y");
    constant.line("c", new double[] {1, 1}, new double[] {5, 5}, 0, false);
    written(constant);
    Figure nothing = new Figure("nothing", "t", "x", "y");
    nothing.logY();
    nothing.line("n", new double[] {1, 2}, new double[] {0, Double.NaN}, 0, false);
    nothing.xRange(3, 3);
    written(nothing);
    Figure huge = new Figure("huge", "t", "x", "y");
    huge.line("h", new double[] {-1e300, 1e300}, new double[] {1e-300, 1e300}, 0, false);
    written(huge);
    Bars zero = new Bars("zero", "t", "v");
    zero.bar("a", 0, 0);
    written(zero);
    Bars both = new Bars("both", "t", "v");
    both.shift("a", -1, 2);
    both.bar("b", -3, 1);
    written(both);
    assertThat(new Figure("empty", "t", "x", "y").empty()).isTrue();
  }

  @Test
  void mapsShowTheirDigitsWhileThereIsRoom() throws Exception {
    HeatMap small =
        new HeatMap(
            "small",
            "t",
            "rows",
            "columns",
            List.of("a", "b"),
            List.of("c", "d"),
            new double[][] {{0.25, 1200}, {Double.NaN, 3}},
            false);
    Document svg = written(small);
    assertThat(svg.getDocumentElement().getTextContent()).contains("0.25", "1200", "3.00");
    assertThat(Files.readAllLines(folder.resolve("small.csv")))
        .containsExactly("rows,columns,value", "a,c,0.25", "a,d,1200.0", "b,c,NaN", "b,d,3.0");
  }

  @Property
  void ticksAreFewRoundAndInside(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double low,
      @ForAll @DoubleRange(min = -3, max = 6) double power) {
    Axis axis = new Axis(low, low + Math.pow(10, power), false, 0, 100);
    List<Axis.Tick> ticks = axis.ticks(6);
    assertThat(ticks.stream().filter(t -> !t.label().isEmpty()).count()).isBetween(2L, 14L);
    assertThat(ticks).allSatisfy(t -> assertThat(axis.at(t.value())).isBetween(-1e-3, 100.001));
  }
}
