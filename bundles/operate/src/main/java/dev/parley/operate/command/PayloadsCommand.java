package dev.parley.operate.command;

import com.google.gson.JsonObject;
import dev.parley.operate.plugins.PayloadReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the payload registry. */
@Command(
        name = "payloads",
        description =
                "Lists the payload types that can be read and written: number space, number, RFC mnemonic, record and "
                        + "the bundle whose codec it is.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley payloads", "  parley payloads --json | jq '.payloads[] | select(.mnemonic==\"KE\")'"})
final class PayloadsCommand implements Callable<Integer> {
    @Mixin
    private JsonOption json;

    @Mixin
    private HelpOption help;

    private final Surroundings surroundings;

    PayloadsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        JsonObject report = PayloadReport.json(surroundings.engine().get().catalogs());
        json.print(surroundings, report, PayloadReport.lines(report));
        return 0;
    }
}
