package dev.parley.operate.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.engine.Engine;
import dev.parley.engine.Limits;
import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.operate.config.Installed;
import dev.parley.operate.config.Spelling;
import dev.parley.operate.control.ControlException;
import dev.parley.operate.daemon.FreePorts;
import dev.parley.operate.daemon.GatewaySetup;
import dev.parley.operate.spi.Act;
import dev.parley.operate.spi.Backstage;
import dev.parley.operate.spi.DemoScene;
import dev.parley.operate.spi.Stage;
import dev.parley.operate.view.SaView;
import dev.parley.operate.view.SequenceChart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Two gateways on the loopback interface: they negotiate, show what they have, and delete it. */
public final class Demo {
    private static final String A = "a";
    private static final String B = "b";
    private static final String BUNDLE = "dev.parley.operate";
    /** One pair. */
    private static final int SAS = 2;
    /** Nothing is lost on a loopback interface: what takes longer hangs. */
    private static final long SECONDS = 20;

    private final Engine engine;
    private final Consumer<String> out;

    /** @param out is given each line as it happens */
    public Demo(Engine engine, Consumer<String> out) {
        this.engine = engine;
        this.out = out;
    }

    /**
     * Runs the scene of {@code protocol}.
     *
     * @return messages and SAs
     * @throws ControlException if there is none, or they do not agree, with what a person needs to mend it
     */
    public JsonObject run(String protocol) throws ControlException, IOException, Unavailable, InterruptedException {
        try (Stage stage = scene(protocol).set(new Wings())) {
            return run(stage, List.of());
        }
    }

    /**
     * Runs it, and replaces in between what can be replaced.
     *
     * @return messages and SAs
     * @throws ControlException if there is none, or they do not agree, with what a person needs to mend it
     */
    public JsonObject runAndRekey(String protocol)
            throws ControlException, IOException, Unavailable, InterruptedException {
        try (Stage stage = scene(protocol).set(new Wings())) {
            return run(stage, stage.acts());
        }
    }

    private DemoScene scene(String protocol) throws ControlException {
        Catalog catalog = engine.catalogs().catalog();
        List<DemoScene> scenes = new ArrayList<>(catalog.all(DemoScene.class));
        scenes.add(new Ikev2Scene());
        List<String> keys =
                scenes.stream().map(DemoScene::key).distinct().sorted().toList();
        return scenes.stream()
                .filter(scene -> scene.key().equals(protocol))
                .findFirst()
                .orElseThrow(() -> new ControlException(
                        ControlException.USAGE,
                        "there is no demo of the protocol '" + protocol + "'"
                                + Spelling.nearest(protocol, keys)
                                        .map(near -> "; did you mean '" + near + "'?")
                                        .orElse("; there are " + String.join(", ", keys))));
    }

    private JsonObject run(Stage stage, List<Act> acts)
            throws ControlException, IOException, Unavailable, InterruptedException {
        Installed installed = new Installed(engine.catalogs().catalog(), List::of);
        List<String> missing = new ArrayList<>(installed.missing(stage.a()));
        missing.addAll(installed.mistakes(stage.a()));
        if (!missing.isEmpty()) {
            throw new ControlException(ControlException.FAILED, "the demo needs more than is installed", missing);
        }
        Conversation conversation = new Conversation(A, B, out);
        Contribution ears = contribution(conversation);
        engine.catalogs().add(ears, BUNDLE, 0, Long.MAX_VALUE);
        try (GatewaySetup a = GatewaySetup.start(A, engine, List.of(stage.a()), Limits.DEFAULT);
                GatewaySetup b = GatewaySetup.start(B, engine, List.of(stage.b()), Limits.DEFAULT)) {
            introduce(stage);
            JsonObject result = new JsonObject();
            settle("establish", conversation, command(a, Verb.ESTABLISH, stage.a(), Optional.empty()));
            conversation.await(stage.handshake());
            result.add("gateways", show(stage, a, b));
            out.accept(
                    "Each SA goes one way. KEY is a fingerprint: equal on both sides, and from it no key can be found.");
            JsonArray rekeyed = new JsonArray();
            for (Act act : acts) {
                rekeyed.add(rekey(act, stage, conversation, a, b));
            }
            if (!acts.isEmpty()) {
                result.add("rekeyed", rekeyed);
            }
            out.accept(stage.ending());
            int said = conversation.messages().size();
            settle("delete", conversation, command(a, Verb.DELETE, stage.a(), Optional.empty()));
            conversation.await(said + stage.goodbye());
            conversation.await(
                    () -> a.sas().entries().isEmpty() && b.sas().entries().isEmpty());
            farewell(a, b);
            result.add("messages", conversation.messages());
            result.addProperty(
                    "sasLeft", a.sas().entries().size() + b.sas().entries().size());
            return result;
        } finally {
            engine.catalogs().remove(ears);
        }
    }

    private void introduce(Stage stage) {
        stage.opening().forEach(out);
        out.accept("");
        new SequenceChart()
                .heads(
                        A + "  " + stage.nameOfA(),
                        stage.a().local().endpoint().toString(),
                        B + "  " + stage.nameOfB(),
                        stage.b().local().endpoint().toString())
                .forEach(out);
    }

    private JsonObject show(Stage stage, GatewaySetup a, GatewaySetup b) {
        JsonObject gateways = new JsonObject();
        gateways.add(A, gateway(stage.nameOfA(), stage.a(), a));
        gateways.add(B, gateway(stage.nameOfB(), stage.b(), b));
        gateways.keySet().forEach(name -> {
            out.accept("");
            out.accept("The SAs of " + name + ":");
            SaView.lines(gateways.getAsJsonObject(name).getAsJsonArray("sas")).forEach(line -> out.accept("  " + line));
        });
        out.accept("");
        return gateways;
    }

    private JsonObject rekey(Act act, Stage stage, Conversation conversation, GatewaySetup a, GatewaySetup b)
            throws ControlException, InterruptedException {
        out.accept("");
        out.accept(act.opening());
        int said = conversation.messages().size();
        String before = watched(act, a);
        settle("rekey", conversation, command(a, Verb.REKEY, stage.a(), act.child()));
        conversation.await(said + act.messages());
        conversation.await(
                () -> a.sas().entries().size() == SAS && b.sas().entries().size() == SAS);
        String after = watched(act, a);
        JsonObject json = new JsonObject();
        json.addProperty("what", act.what());
        act.watched().ifPresent(watched -> {
            json.addProperty(watched.name() + "Before", before);
            json.addProperty(watched.name(), after);
        });
        json.add("gateways", show(stage, a, b));
        act.closing()
                .lines()
                .map(line -> line.replace("{before}", before).replace("{after}", after))
                .forEach(out);
        return json;
    }

    /** What the negotiation of {@code setup} says of what the act is to show. */
    private static String watched(Act act, GatewaySetup setup) throws ControlException, InterruptedException {
        List<String> facts = act.watched().map(Act.Watched::facts).orElse(List.of());
        try {
            return setup.gateway().negotiations().get(SECONDS, TimeUnit.SECONDS).stream()
                    .map(all -> facts.stream().map(all::get).collect(Collectors.joining("/")))
                    .findFirst()
                    .orElse("none");
        } catch (TimeoutException e) {
            throw new ControlException(ControlException.FAILED, "the gateway hangs since " + SECONDS + " s", List.of());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static JsonObject gateway(String name, Policy policy, GatewaySetup setup) {
        JsonObject json = new JsonObject();
        json.addProperty("identity", name);
        json.addProperty("endpoint", policy.local().endpoint().toString());
        json.add("sas", SaView.json(setup.sas()));
        return json;
    }

    private void farewell(GatewaySetup a, GatewaySetup b) {
        out.accept("");
        out.accept("Deleted: " + a.sas().entries().size() + " SAs are left at a, "
                + b.sas().entries().size() + " at b.");
    }

    private static CompletableFuture<Optional<Refusal>> command(
            GatewaySetup setup, Verb verb, Policy policy, Optional<String> child) {
        CompletableFuture<Optional<Refusal>> settled = new CompletableFuture<>();
        setup.gateway().command(verb, new IpsecWish(policy, child), settled::complete);
        return settled;
    }

    private static void settle(String what, Conversation conversation, CompletableFuture<Optional<Refusal>> wish)
            throws ControlException, InterruptedException {
        try {
            Optional<Refusal> refusal = wish.get(SECONDS, TimeUnit.SECONDS);
            if (refusal.isPresent()) {
                throw new ControlException(
                        ControlException.FAILED,
                        what + " failed: " + refusal.get().getMessage(),
                        conversation.troubles());
            }
        } catch (TimeoutException e) {
            throw new ControlException(
                    ControlException.FAILED, what + " hangs since " + SECONDS + " s", conversation.troubles());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Contribution contribution(Conversation conversation) {
        return () -> List.of(conversation);
    }

    /** What this process has for scenes. */
    private final class Wings implements Backstage {
        @Override
        public RandomSource random() {
            return engine.host().random();
        }

        @Override
        public List<Integer> freePorts(int count) throws IOException {
            return FreePorts.draw(count);
        }
    }
}
