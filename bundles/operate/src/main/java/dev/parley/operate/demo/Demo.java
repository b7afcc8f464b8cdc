package dev.parley.operate.demo;

import com.google.gson.JsonObject;
import dev.parley.engine.Engine;
import dev.parley.engine.Limits;
import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.operate.config.Installed;
import dev.parley.operate.control.ControlException;
import dev.parley.operate.daemon.GatewaySetup;
import dev.parley.operate.view.SaView;
import dev.parley.operate.view.SequenceChart;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Two gateways on the loopback interface: they negotiate, show what they have, and delete it. */
public final class Demo {
    private static final String A = "a";
    private static final String B = "b";
    private static final String BUNDLE = "dev.parley.operate";
    /** IKE_SA_INIT and IKE_AUTH, question and answer each (RFC 7296 section 1.2). */
    private static final int HANDSHAKE = 4;
    /** And INFORMATIONAL with a DELETE (section 1.4.1). */
    private static final int WITH_DELETE = HANDSHAKE + 2;
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
     * Runs it.
     *
     * @return messages and SAs
     * @throws ControlException if they do not agree, with what a person needs to mend it
     */
    public JsonObject run() throws ControlException, IOException, Unavailable, InterruptedException {
        DemoPolicies policies = DemoPolicies.draw(engine.host().random());
        List<String> missing = new Installed(engine.catalogs().catalog()).missing(policies.a());
        if (!missing.isEmpty()) {
            throw new ControlException(ControlException.FAILED, "the demo needs more than is installed", missing);
        }
        Conversation conversation = new Conversation(A, B, out);
        Contribution ears = contribution(conversation);
        engine.catalogs().add(ears, BUNDLE, 0, Long.MAX_VALUE);
        try (GatewaySetup a = GatewaySetup.start(A, engine, List.of(policies.a()), Limits.DEFAULT);
                GatewaySetup b = GatewaySetup.start(B, engine, List.of(policies.b()), Limits.DEFAULT)) {
            introduce(policies);
            JsonObject result = new JsonObject();
            settle("establish", conversation, command(a, Verb.ESTABLISH, policies.a()));
            conversation.await(HANDSHAKE);
            result.add("gateways", show(policies, a, b));
            settle("delete", conversation, command(a, Verb.DELETE, policies.a()));
            conversation.await(WITH_DELETE);
            farewell(a, b);
            result.add("messages", conversation.messages());
            result.addProperty(
                    "sasLeft", a.sas().entries().size() + b.sas().entries().size());
            return result;
        } finally {
            engine.catalogs().remove(ears);
        }
    }

    private void introduce(DemoPolicies policies) {
        out.accept("Two gateways on this machine negotiate IKEv2 with a pre-shared key (RFC 7296).");
        out.accept("");
        Endpoint left = policies.a().local().endpoint();
        Endpoint right = policies.b().local().endpoint();
        new SequenceChart()
                .heads(
                        A + "  " + policies.a().local().identity(),
                        left.toString(),
                        B + "  " + policies.b().local().identity(),
                        right.toString())
                .forEach(out);
    }

    private JsonObject show(DemoPolicies policies, GatewaySetup a, GatewaySetup b) {
        JsonObject gateways = new JsonObject();
        gateways.add(A, gateway(policies.a(), a));
        gateways.add(B, gateway(policies.b(), b));
        gateways.keySet().forEach(name -> {
            out.accept("");
            out.accept("The SAs of " + name + ":");
            SaView.lines(gateways.getAsJsonObject(name).getAsJsonArray("sas")).forEach(line -> out.accept("  " + line));
        });
        out.accept("");
        out.accept("Each SA goes one way. KEY is a fingerprint: equal on both sides, and from it no key can be found.");
        out.accept("Now a deletes the IKE SA, and with it all of them.");
        return gateways;
    }

    private static JsonObject gateway(Policy policy, GatewaySetup setup) {
        JsonObject json = new JsonObject();
        json.addProperty("identity", policy.local().identity().toString());
        json.addProperty("endpoint", policy.local().endpoint().toString());
        json.add("sas", SaView.json(setup.sas()));
        return json;
    }

    private void farewell(GatewaySetup a, GatewaySetup b) {
        out.accept("");
        out.accept("Deleted: " + a.sas().entries().size() + " SAs are left at a, "
                + b.sas().entries().size() + " at b.");
    }

    private static CompletableFuture<Optional<Refusal>> command(GatewaySetup setup, Verb verb, Policy policy) {
        CompletableFuture<Optional<Refusal>> settled = new CompletableFuture<>();
        setup.gateway().command(verb, new IpsecWish(policy, Optional.empty()), settled::complete);
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
}
