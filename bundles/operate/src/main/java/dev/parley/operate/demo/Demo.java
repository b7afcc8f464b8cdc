package dev.parley.operate.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.engine.Engine;
import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Unavailable;
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
    /** IKE_SA_INIT and IKE_AUTH, question and answer each (RFC 7296 section 1.2). */
    private static final int HANDSHAKE = 4;
    /** CREATE_CHILD_SA, and INFORMATIONAL with a DELETE of what it replaces (sections 1.3.2, 1.3.3 and 1.4.1). */
    private static final int REKEY = 4;
    /** INFORMATIONAL with a DELETE. */
    private static final int DELETE = 2;
    /** One pair. */
    private static final int SAS = 2;
    /** Nothing is lost on a loopback interface: what takes longer hangs. */
    private static final long SECONDS = 20;

    /**
     * A replacement.
     *
     * @param what in a word
     * @param child the child that is replaced; the IKE SA if empty
     */
    private record Chapter(String what, Optional<String> child, String opening, String closing) {}

    private static final List<Chapter> REKEYING = List.of(
            new Chapter(
                    "child",
                    Optional.of(DemoPolicies.CHILD),
                    "a replaces the pair of ESP SAs, with a key exchange of its own, and deletes the old pair "
                            + "(section 1.3.3):",
                    "New SPIs and new keys. Traffic never stopped: the old pair went only when the new one was there."),
            new Chapter(
                    "ike",
                    Optional.empty(),
                    "a replaces the IKE SA and deletes the old one (section 1.3.2):",
                    "The ESP SAs are the same: the new IKE SA has inherited them."));

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
        return run(List.of());
    }

    /**
     * Runs it, and replaces the child's SAs and the IKE SA in between.
     *
     * @return messages and SAs
     * @throws ControlException if they do not agree, with what a person needs to mend it
     */
    public JsonObject runAndRekey() throws ControlException, IOException, Unavailable, InterruptedException {
        return run(REKEYING);
    }

    private JsonObject run(List<Chapter> chapters)
            throws ControlException, IOException, Unavailable, InterruptedException {
        DemoPolicies policies = DemoPolicies.draw(engine.host().random());
        List<String> missing = new Installed(engine.catalogs().catalog(), List::of).missing(policies.a());
        if (!missing.isEmpty()) {
            throw new ControlException(ControlException.FAILED, "the demo needs more than is installed", missing);
        }
        Conversation conversation = new Conversation(A, B, out);
        try (GatewaySetup a = GatewaySetup.start(engine.gateway(A).observer(conversation), List.of(policies.a()));
                GatewaySetup b = GatewaySetup.start(engine.gateway(B).observer(conversation), List.of(policies.b()))) {
            introduce(policies);
            JsonObject result = new JsonObject();
            settle("establish", conversation, command(a, Verb.ESTABLISH, policies.a(), Optional.empty()));
            conversation.await(HANDSHAKE);
            result.add("gateways", show(policies, a, b));
            out.accept(
                    "Each SA goes one way. KEY is a fingerprint: equal on both sides, and from it no key can be found.");
            JsonArray rekeyed = new JsonArray();
            for (Chapter chapter : chapters) {
                rekeyed.add(rekey(chapter, policies, conversation, a, b));
            }
            if (!chapters.isEmpty()) {
                result.add("rekeyed", rekeyed);
            }
            out.accept("Now a deletes the IKE SA, and with it all of them.");
            int said = HANDSHAKE + chapters.size() * REKEY;
            settle("delete", conversation, command(a, Verb.DELETE, policies.a(), Optional.empty()));
            conversation.await(said + DELETE);
            farewell(a, b);
            result.add("messages", conversation.messages());
            result.addProperty(
                    "sasLeft", a.sas().entries().size() + b.sas().entries().size());
            return result;
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
        return gateways;
    }

    private JsonObject rekey(
            Chapter chapter, DemoPolicies policies, Conversation conversation, GatewaySetup a, GatewaySetup b)
            throws ControlException, InterruptedException {
        out.accept("");
        out.accept(chapter.opening());
        int said = conversation.messages().size();
        String before = ikeSa(a);
        settle("rekey", conversation, command(a, Verb.REKEY, policies.a(), chapter.child()));
        conversation.await(said + REKEY);
        conversation.await(
                () -> a.sas().entries().size() == SAS && b.sas().entries().size() == SAS);
        JsonObject json = new JsonObject();
        json.addProperty("what", chapter.what());
        json.addProperty("ikeSaBefore", before);
        json.addProperty("ikeSa", ikeSa(a));
        json.add("gateways", show(policies, a, b));
        if (chapter.child().isEmpty()) {
            out.accept("The SPIs of the IKE SA were " + before + " and are " + ikeSa(a) + ".");
        }
        out.accept(chapter.closing());
        return json;
    }

    /** The SPIs of the IKE SA that new exchanges go to. */
    private static String ikeSa(GatewaySetup setup) throws ControlException, InterruptedException {
        try {
            return setup.gateway().negotiations().get(SECONDS, TimeUnit.SECONDS).stream()
                    .map(facts -> facts.get("spiI") + "/" + facts.get("spiR"))
                    .findFirst()
                    .orElse("none");
        } catch (TimeoutException e) {
            throw new ControlException(ControlException.FAILED, "the gateway hangs since " + SECONDS + " s", List.of());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
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
}
