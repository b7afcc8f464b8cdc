package dev.parley.operate.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.parley.operate.control.ControlException;
import dev.parley.operate.daemon.Daemon;
import dev.parley.operate.view.SaView;
import dev.parley.operate.view.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what a daemon has. */
@Command(
        name = "list",
        description =
                "Lists the connections, negotiations and SAs of the daemon that runs. Keys are shown as fingerprints.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley list", "  parley list --json | jq '.sas[].spi'"})
final class ListCommand implements Callable<Integer> {
    private static final Set<String> OWN_COLUMNS =
            Set.of("negotiation", "connection", "state", "protocol", "peer", "halfOpen", "local", "children");

    @Mixin
    private ControlOption control;

    @Mixin
    private JsonOption json;

    @Mixin
    private HelpOption help;

    private final Surroundings surroundings;

    ListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ControlException {
        JsonObject answer = control.ask("list");
        json.print(surroundings, answer, lines(answer));
        return 0;
    }

    private static List<String> lines(JsonObject answer) {
        List<String> lines = new ArrayList<>();
        if (answer.has(Daemon.TROUBLE)) {
            lines.addAll(List.of("THE GATEWAY HEARS NOTHING: it " + text(answer, Daemon.TROUBLE), ""));
        }
        connections(answer.getAsJsonArray("connections"), lines);
        JsonArray negotiations = answer.getAsJsonArray("negotiations");
        lines.add("");
        if (negotiations.isEmpty()) {
            lines.add("no negotiations");
        } else {
            Table table = new Table("NEGOTIATION", "CONNECTION", "STATE", "PEER", "MORE");
            negotiations.forEach(one -> negotiation(one.getAsJsonObject(), table));
            lines.addAll(table.lines());
        }
        JsonArray sas = answer.getAsJsonArray("sas");
        lines.add("");
        lines.addAll(sas.isEmpty() ? List.of("no SAs") : SaView.lines(sas));
        return lines;
    }

    private static void connections(JsonArray connections, List<String> lines) {
        Table table = new Table("CONNECTION", "STATE", "LOCAL", "REMOTE", "PROTOCOL");
        List<String> notes = new ArrayList<>();
        for (JsonElement element : connections) {
            JsonObject one = element.getAsJsonObject();
            table.row(
                    text(one, "name"),
                    text(one, "state"),
                    text(one, "local"),
                    text(one, "remote"),
                    text(one, "protocol"));
            one.getAsJsonArray("missing")
                    .forEach(line -> notes.add("  " + text(one, "name") + ": " + line.getAsString()));
            if (one.has("failure")) {
                notes.add("  " + text(one, "name") + ": " + text(one, "failure"));
            }
        }
        lines.addAll(table.lines());
        lines.addAll(notes);
    }

    private static void negotiation(JsonObject one, Table table) {
        String facts = one.entrySet().stream()
                .filter(entry -> !OWN_COLUMNS.contains(entry.getKey()))
                .filter(entry -> !entry.getValue().getAsString().isEmpty())
                .map(ListCommand::fact)
                .collect(Collectors.joining(", "));
        String state = text(one, "halfOpen").equals("yes") ? "half-open" : text(one, "state");
        table.row(text(one, "negotiation"), text(one, "connection"), state, text(one, "peer"), facts);
    }

    private static String fact(Map.Entry<String, JsonElement> entry) {
        return entry.getKey() + " " + entry.getValue().getAsString();
    }

    private static String text(JsonObject object, String name) {
        String text = object.has(name) ? object.get(name).getAsString() : "";
        return text.isEmpty() ? "-" : text;
    }
}
