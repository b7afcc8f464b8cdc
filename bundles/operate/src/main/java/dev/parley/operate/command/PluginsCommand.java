package dev.parley.operate.command;

import com.google.gson.JsonObject;
import dev.parley.operate.control.ControlException;
import dev.parley.operate.plugins.PluginReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what is plugged in. */
@Command(
        name = "plugins",
        description =
                "Lists extension points, who contributes what to them, and bundles that did not start, with the reason "
                        + "and what they would bring. Asks the daemon; if none runs, looks at the bundles itself.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley plugins", "  parley plugins --json | jq '.extensions[] | select(.point==\"key-exchange\")'"
        })
final class PluginsCommand implements Callable<Integer> {
    @Mixin
    private ControlOption control;

    @Mixin
    private JsonOption json;

    @Mixin
    private HelpOption help;

    private final Surroundings surroundings;

    PluginsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ControlException {
        boolean asked = control.chosen().isPresent() || control.client().isThere();
        JsonObject report = asked ? askOrLook() : look();
        List<String> lines = new ArrayList<>(PluginReport.lines(report));
        lines.add("");
        lines.add(
                report.get("daemon").getAsBoolean()
                        ? "in the daemon that runs"
                        : "no daemon runs: this is what one would have");
        json.print(surroundings, report, lines);
        return 0;
    }

    private JsonObject askOrLook() throws ControlException {
        try {
            JsonObject report = control.ask("plugins");
            report.addProperty("daemon", true);
            return report;
        } catch (ControlException e) {
            if (e.code() == ControlException.UNREACHABLE && control.chosen().isEmpty()) {
                return look();
            }
            throw e;
        }
    }

    private JsonObject look() {
        JsonObject report = PluginReport.json(
                surroundings.plugins().installed(),
                surroundings.engine().get().catalogs().describe());
        report.addProperty("daemon", false);
        return report;
    }
}
