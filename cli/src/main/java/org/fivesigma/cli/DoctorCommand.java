package org.fivesigma.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says what is missing on this machine, and how to get it. */
@Command(name = "doctor", description = "Says what is missing on this machine, and how to get it.")
final class DoctorCommand implements Callable<Integer> {
  private final Program program;

  DoctorCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    List<Finding> findings = new Examination(program).findings();
    Console console = program.console();
    if (console.json()) {
      List<Map<String, Object>> document = new ArrayList<>();
      for (Finding finding : findings) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("what", finding.what());
        one.put("state", finding.state().word());
        one.put("found", finding.found());
        one.put("remedy", finding.remedy());
        document.add(one);
      }
      console.document(document);
    } else {
      Table table = new Table("what", "state", "found");
      findings.forEach(f -> table.row(f.what(), f.state().word(), f.found()));
      table.print(console.outWriter());
      for (Finding finding : findings) {
        if (!finding.remedy().isEmpty()) {
          console.result("");
          console.result(finding.what() + ": " + finding.remedy());
        }
      }
    }
    boolean broken = findings.stream().anyMatch(f -> f.state() == Finding.State.MISSING);
    return broken ? ExitCode.FAILED : ExitCode.DONE;
  }
}
