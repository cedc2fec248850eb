package org.fivesigma.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.fivesigma.core.run.GitState;
import org.fivesigma.core.run.Interruption;
import org.fivesigma.core.run.RunConsole;
import org.fivesigma.core.run.RunServices;
import org.fivesigma.core.spec.ExperimentLoader;

/** Makes what runs need from what the command line has. */
final class Services {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Services() {}

  /** Services whose run stops, with everything written, when the process is told to end. */
  static RunServices of(Program program, RunConsole console) {
    Interruption interruption = new Interruption();
    Thread hook = new Thread(() -> interruption.request("interrupted", PATIENCE), "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    Termination.before(() -> interruption.exitCode(Interruption.BY_SYSTEM));
    program.atEnd(interruption::done);
    return new RunServices(
        program.catalog(),
        new ExperimentLoader(program.catalog()),
        program.environment(),
        program.folder(),
        cache(program),
        version(),
        new GitState(program.folder()),
        console,
        interruption);
  }

  /** Where parsed copies of data are kept. */
  static Path cache(Program program) {
    String home = program.environment().get("FIVESIGMA_HOME");
    Path base =
        home == null ? Path.of(System.getProperty("user.home"), ".fivesigma") : Path.of(home);
    return base.resolve("cache").toAbsolutePath();
  }

  /** The program's version. */
  static String version() {
    String version = Services.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
