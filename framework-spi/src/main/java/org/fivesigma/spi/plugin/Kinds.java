package org.fivesigma.spi.plugin;

import org.fivesigma.spi.data.Source;
import org.fivesigma.spi.data.Split;
import org.fivesigma.spi.data.TableLoader;
import org.fivesigma.spi.data.TableWriter;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.model.Combiner;
import org.fivesigma.spi.model.CombinerReader;
import org.fivesigma.spi.model.ModelReader;
import org.fivesigma.spi.model.Trainer;
import org.fivesigma.spi.track.Tracker;
import org.fivesigma.spi.track.TrackerServer;
import org.fivesigma.spi.transform.Transformer;
import org.fivesigma.spi.transform.TransformerReader;

/** The kinds the framework itself asks for; others stand beside what they create. */
public final class Kinds {
  private Kinds() {}

  /** Where events come from. */
  public static final Kind<Source> SOURCE =
      new Kind<>("source", Source.class, "Where events come from.");

  /** Reads sources into a table. */
  public static final Kind<TableLoader> LOADER =
      new Kind<>("loader", TableLoader.class, "Reads sources into one event table.", false);

  /** Writes tables. */
  public static final Kind<TableWriter> TABLE_WRITER =
      new Kind<>("table_writer", TableWriter.class, "Writes event tables to files.", false);

  /** Divides events into parts. */
  public static final Kind<Split> SPLIT =
      new Kind<>("split", Split.class, "Divides events into train, valid, test.");

  /** A preprocessing step. */
  public static final Kind<Transformer> TRANSFORMER =
      new Kind<>(
          "transformer", Transformer.class, "A preprocessing step, fitted on the training part.");

  /** Reads a fitted step from a bundle. */
  public static final Kind<TransformerReader> TRANSFORMER_READER =
      new Kind<>(
          "transformer_reader",
          TransformerReader.class,
          "Reads a fitted preprocessing step from a bundle.",
          false);

  /** Trains a model. */
  public static final Kind<Trainer> MODEL =
      new Kind<>("model", Trainer.class, "A model and its training.");

  /** Reads a model from a bundle. */
  public static final Kind<ModelReader> MODEL_READER =
      new Kind<>("model_reader", ModelReader.class, "Reads a trained model from a bundle.", false);

  /** Joins the scores of an ensemble's items. */
  public static final Kind<Combiner> COMBINER =
      new Kind<>("combiner", Combiner.class, "Joins the scores of an ensemble's items into one.");

  /** Reads a fitted combination from a bundle. */
  public static final Kind<CombinerReader> COMBINER_READER =
      new Kind<>(
          "combiner_reader",
          CombinerReader.class,
          "Reads the combination of an ensemble from a bundle.",
          false);

  /** Says how good scores are. */
  public static final Kind<Metric> METRIC =
      new Kind<>("metric", Metric.class, "A number that says how good scores are.");

  /** Shows runs elsewhere. */
  public static final Kind<Tracker> TRACKER =
      new Kind<>("tracker", Tracker.class, "Shows runs elsewhere while they go.");

  /** The other side of a tracker. */
  public static final Kind<TrackerServer> TRACKER_SERVER =
      new Kind<>(
          "tracker_server",
          TrackerServer.class,
          "Starts a tracking server, sends runs to one.",
          false);
}
