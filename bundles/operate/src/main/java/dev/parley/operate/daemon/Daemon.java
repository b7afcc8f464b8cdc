package dev.parley.operate.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.parley.engine.ConnectionState;
import dev.parley.engine.Engine;
import dev.parley.engine.Gateway;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.event.Observed;
import dev.parley.isakmp.event.Observer;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.operate.config.Config;
import dev.parley.operate.config.Connection;
import dev.parley.operate.config.Installed;
import dev.parley.operate.config.Spelling;
import dev.parley.operate.control.ControlException;
import dev.parley.operate.control.ControlHandler;
import dev.parley.operate.plugins.PluginReport;
import dev.parley.operate.plugins.Plugins;
import dev.parley.operate.view.SaView;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A gateway in service: keeps the connections that are its to begin, and does what it is asked over the control
 * socket.
 */
public final class Daemon implements ControlHandler, AutoCloseable {
    /** Requests are objects with this field, and {@link #NAME} where one is meant. */
    public static final String COMMAND = "command";

    public static final String NAME = "name";

    /** The field of a list that says why the gateway hears nothing. */
    public static final String TROUBLE = "trouble";

    /** One child of the connection, where not all of it is meant. */
    public static final String CHILD = "child";

    /** What of the connection is meant: its children if absent, {@link #IKE} or {@link #ALL}. */
    public static final String WHAT = "what";

    public static final String IKE = "ike";
    public static final String ALL = "all";

    private static final String BUNDLE = "dev.parley.operate";
    /** Longer than a protocol goes on retransmitting: what is not settled by then never will be. */
    private static final long SETTLE_SECONDS = 300;
    /** What is asked of every lane is answered at once unless one is stuck. */
    private static final long ANSWER_SECONDS = 10;
    /** For peers that answer; it is not worth waiting for others. */
    private static final long GOODBYE_SECONDS = 3;

    private final Engine engine;
    private final Plugins plugins;
    private final Failures failures = new Failures();
    private final EventPrinter printer;
    private final Map<String, Connection> connections = new LinkedHashMap<>();
    private final GatewaySetup setup;
    private final List<Runnable> preferences;

    /**
     * Opens the gateway.
     *
     * @param keyLog writes keys for a dissector, if a person asked for it
     * @param out is told what happens
     * @throws Unavailable if an address or port cannot be opened; in one line
     */
    public Daemon(Config config, Engine engine, Plugins plugins, Optional<KeyLogFiles> keyLog, PrintWriter out)
            throws Unavailable {
        this.engine = engine;
        this.plugins = plugins;
        this.printer = new EventPrinter(out);
        Gateway.Builder builder = engine.gateway("gateway")
                .limits(config.limits())
                .onDeparture(config.plugins().onDeparture())
                .observer(new Ears());
        keyLog.ifPresent(builder::keyLog);
        setup = GatewaySetup.of(builder, config.policies());
        setup.gateway().start();
        preferences = config.plugins().preferred().stream()
                .map(one -> engine.prefer(one.point(), one.key(), one.bundle()))
                .toList();
        config.connections().forEach(this::add);
    }

    /** What keeps the gateway from hearing anything, for a person. */
    public Optional<String> trouble() {
        return setup.gateway().trouble();
    }

    /** Begins what is ours to begin. */
    public void begin() {
        connections.values().stream()
                .filter(connection -> connection.start() == Connection.Start.INITIATE)
                .forEach(connection -> setup.gateway().up(connection.policy().name(), failure -> {}));
    }

    @Override
    public JsonObject handle(JsonObject request) throws ControlException, InterruptedException {
        String command = text(request, COMMAND).orElse("");
        Optional<String> name = text(request, NAME);
        return switch (command) {
            case "list" -> list();
            case "plugins" ->
                PluginReport.json(plugins.installed(), engine.catalogs().describe());
            case "explain" -> explain(name);
            case "up" -> up(policy(name), child(policy(name), request));
            case "rekey" ->
                switch (text(request, WHAT).orElse("")) {
                    case IKE -> rekeyIke(policy(name));
                    case ALL -> reauthenticate(policy(name));
                    default -> rekey(policy(name), child(policy(name), request));
                };
            case "down" -> down(policy(name));
            case "probe" -> probe(policy(name));
            default ->
                throw new ControlException(ControlException.USAGE, "the daemon knows no command '" + command + "'");
        };
    }

    /** Says goodbye to peers and closes the gateway. */
    @Override
    public void close() {
        try {
            setup.gateway().goodbye().get(GOODBYE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            printer.note("not every peer answered the goodbye");
        }
        setup.close();
        preferences.forEach(Runnable::run);
    }

    private void add(Connection connection) {
        Policy policy = connection.policy();
        connections.put(policy.name(), connection);
        setup.gateway().connection(new IpsecWish(policy, Optional.empty()));
    }

    private JsonObject list() throws ControlException, InterruptedException {
        JsonArray negotiations = new JsonArray();
        for (Map<String, String> facts : within(ANSWER_SECONDS, setup.gateway().negotiations())) {
            JsonObject one = new JsonObject();
            facts.forEach(one::addProperty);
            negotiations.add(one);
        }
        JsonArray known = new JsonArray();
        for (ConnectionState state : within(ANSWER_SECONDS, setup.gateway().connections())) {
            Connection connection = connections.get(state.name());
            known.add(ConnectionView.json(connection, state, missing(connection.policy())));
        }
        JsonObject list = new JsonObject();
        trouble().ifPresent(why -> list.addProperty(TROUBLE, why));
        list.add("connections", known);
        list.add("negotiations", negotiations);
        list.add("sas", SaView.json(setup.sas()));
        return list;
    }

    private JsonObject explain(Optional<String> name) throws ControlException, InterruptedException {
        if (name.isPresent()) {
            policy(name);
        }
        JsonArray waiting = new JsonArray();
        for (ConnectionState state : within(ANSWER_SECONDS, setup.gateway().connections())) {
            if (state.wanted() && name.map(state.name()::equals).orElse(true)) {
                missing(connections.get(state.name()).policy())
                        .forEach(line -> waiting.add(state.name() + " waits: " + line));
            }
        }
        JsonObject answer = new JsonObject();
        answer.add("waiting", waiting);
        answer.add("failures", failures.json(name));
        return answer;
    }

    /** What is not installed, and which bundle that did not start would bring it. */
    private List<String> missing(Policy policy) {
        return new Installed(engine.catalogs().catalog(), plugins).absent(policy);
    }

    private JsonObject up(Policy policy, Optional<String> child) throws ControlException, InterruptedException {
        if (policy.remote().endpoint().address().isZero()) {
            throw new ControlException(
                    ControlException.USAGE,
                    policy.name() + " waits for a peer from any address: it cannot be begun here");
        }
        String what = named(policy, child);
        boolean already = child.map(one -> childrenUp(policy).contains(one)).orElseGet(() -> isUp(policy));
        if (child.isPresent()) {
            if (!already) {
                settle(what + " is not up", command(Verb.ESTABLISH, policy, child));
            }
            return said(what + " is up" + (already ? " already" : ""));
        }
        CompletableFuture<Optional<Refusal>> settled = new CompletableFuture<>();
        setup.gateway().up(policy.name(), settled::complete);
        Optional<Refusal> refusal = within(SETTLE_SECONDS, settled);
        if (refusal.isEmpty()) {
            return said(what + " is up" + (already ? " already" : ""));
        }
        List<String> missing = missing(policy);
        if (missing.isEmpty()) {
            throw failed(what + " is not up", refusal.get(), List.of(goesOn(policy)));
        }
        throw new ControlException(
                ControlException.FAILED,
                what + " waits, and begins by itself when all is there: " + missing.get(0),
                missing.subList(1, missing.size()));
    }

    /** What a person who was refused should know: it is not over. */
    private static String goesOn(Policy policy) {
        return "it is tried again ('parley list' says when) until it is up, or until 'parley down " + policy.name()
                + "'";
    }

    /** One child, or all that are up, one after the other. */
    private JsonObject rekey(Policy policy, Optional<String> child) throws ControlException, InterruptedException {
        List<String> up = childrenUp(policy);
        List<String> wanted = child.map(List::of).orElse(up);
        if (wanted.isEmpty()) {
            throw new ControlException(
                    ControlException.FAILED, policy.name() + " is not up: 'parley up " + policy.name() + "' begins it");
        }
        for (String one : wanted) {
            String what = named(policy, Optional.of(one));
            settle(what + " is not rekeyed", command(Verb.REKEY, policy, Optional.of(one)));
        }
        return said(String.join(
                        " and ",
                        wanted.stream()
                                .map(one -> named(policy, Optional.of(one)))
                                .toList())
                + (wanted.size() == 1 ? " is" : " are") + " rekeyed");
    }

    private JsonObject rekeyIke(Policy policy) throws ControlException, InterruptedException {
        needOwnSa(policy);
        settle(policy.name() + " is not rekeyed", command(Verb.REKEY, policy, Optional.empty()));
        return said("the IKE SA of " + policy.name() + " is rekeyed");
    }

    private JsonObject reauthenticate(Policy policy) throws ControlException, InterruptedException {
        needOwnSa(policy);
        settle(policy.name() + " is not reauthenticated", command(Verb.REAUTHENTICATE, policy, Optional.empty()));
        return said(policy.name() + " is reauthenticated: all of it is new");
    }

    private void needOwnSa(Policy policy) throws ControlException {
        if (engine.catalogs()
                .catalog()
                .find(NegotiationProtocol.class, policy.protocol())
                .filter(protocol -> !protocol.isOwnSa())
                .isPresent()) {
            throw new ControlException(
                    ControlException.USAGE,
                    policy.protocol() + " has no SA of its own: 'parley rekey " + policy.name()
                            + "' replaces the children");
        }
    }

    private JsonObject down(Policy policy) throws ControlException, InterruptedException {
        boolean idle = within(ANSWER_SECONDS, setup.gateway().connections()).stream()
                .filter(state -> state.name().equals(policy.name()))
                .noneMatch(state -> state.wanted() || state.up() || state.busy());
        Optional<Refusal> refusal = within(SETTLE_SECONDS, drop(policy.name()));
        if (refusal.isPresent() && !idle) {
            throw failed(policy.name() + " is not down", refusal.get(), List.of());
        }
        return said(policy.name() + " is down" + (idle ? " already" : ""));
    }

    private JsonObject probe(Policy policy) throws ControlException, InterruptedException {
        long before = engine.host().now().monotonic();
        settle(policy.name() + " does not answer", command(Verb.PROBE, policy, Optional.empty()));
        return said(policy.name() + ": the peer is alive, it answered in "
                + (engine.host().now().monotonic() - before) + " ms");
    }

    private CompletableFuture<Optional<Refusal>> command(Verb verb, Policy policy, Optional<String> child) {
        CompletableFuture<Optional<Refusal>> settled = new CompletableFuture<>();
        setup.gateway().command(verb, new IpsecWish(policy, child), failure -> {
            failure.ifPresent(why -> failures.refused(
                    policy.name(),
                    why.getMessage(),
                    why.detail(),
                    engine.host().now().wall()));
            settled.complete(failure);
        });
        return settled;
    }

    private CompletableFuture<Optional<Refusal>> drop(String connection) {
        CompletableFuture<Optional<Refusal>> settled = new CompletableFuture<>();
        setup.gateway().down(connection, settled::complete);
        return settled;
    }

    private static void settle(String failed, CompletableFuture<Optional<Refusal>> wish)
            throws ControlException, InterruptedException {
        Optional<Refusal> refusal = within(SETTLE_SECONDS, wish);
        if (refusal.isPresent()) {
            throw failed(failed, refusal.get(), List.of());
        }
    }

    private static ControlException failed(String what, Refusal why, List<String> more) {
        List<String> detail = new ArrayList<>(why.detail());
        detail.addAll(more);
        return new ControlException(ControlException.FAILED, what + ": " + why.getMessage(), detail);
    }

    private static <T> T within(long seconds, CompletableFuture<T> future)
            throws ControlException, InterruptedException {
        try {
            return future.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new ControlException(ControlException.FAILED, "no answer within " + seconds + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Policy policy(Optional<String> name) throws ControlException {
        if (name.isPresent() && connections.containsKey(name.get())) {
            return connections.get(name.get()).policy();
        }
        String near = name.flatMap(written -> Spelling.nearest(written, connections.keySet()))
                .map(word -> "; did you mean '" + word + "'?")
                .orElse("; there " + (connections.size() == 1 ? "is " : "are ")
                        + String.join(", ", connections.keySet()));
        throw new ControlException(ControlException.USAGE, "there is no connection '" + name.orElse("") + "'" + near);
    }

    private static Optional<String> child(Policy policy, JsonObject request) throws ControlException {
        Optional<String> name = text(request, CHILD);
        if (name.isEmpty() || policy.child(name.get()).isPresent()) {
            return name;
        }
        List<String> known = policy.children().stream().map(ChildPolicy::name).toList();
        throw new ControlException(
                ControlException.USAGE,
                "connection " + policy.name() + " has no child '" + name.get() + "'"
                        + Spelling.nearest(name.get(), known)
                                .map(word -> "; did you mean '" + word + "'?")
                                .orElse("; it has " + String.join(", ", known)));
    }

    private static Optional<String> text(JsonObject request, String field) throws ControlException {
        if (!request.has(field)) {
            return Optional.empty();
        }
        if (request.get(field) instanceof JsonPrimitive text && text.isString()) {
            return Optional.of(text.getAsString());
        }
        throw new ControlException(ControlException.USAGE, "the request's '" + field + "' is no text");
    }

    private static String named(Policy policy, Optional<String> child) {
        return policy.name() + child.map(name -> "/" + name).orElse("");
    }

    private boolean isUp(Policy policy) {
        return !childrenUp(policy).isEmpty();
    }

    private List<String> childrenUp(Policy policy) {
        return setup.sas().ipsec().stream()
                .filter(sa -> sa.connection().equals(policy.name()))
                .map(IpsecSa::child)
                .distinct()
                .sorted()
                .toList();
    }

    private static JsonObject said(String text) {
        JsonObject json = new JsonObject();
        json.addProperty("text", text);
        return json;
    }

    /** Hears what happens, and learns whose negotiation is whose from those that came as far as an SA. */
    private final class Ears implements Observer {
        private final Map<String, String> connectionOf = new ConcurrentHashMap<>();

        @Override
        public String key() {
            return BUNDLE;
        }

        @Override
        public void on(Observed event) {
            printer.on(event);
            Kind kind = event.event().kind();
            if (event.event().name().equals(ConnectionState.FAILED)) {
                failures.refused(
                        event.negotiation(), event.event().text(), event.event().detail(), event.wall());
            } else if (kind == Kind.ESTABLISHED) {
                setup.gateway().negotiation(event.negotiation()).thenAccept(facts -> facts.ifPresent(this::learn));
            } else if (kind == Kind.REFUSED) {
                failures.happened(event, Optional.ofNullable(connectionOf.get(event.negotiation())));
            } else if (kind == Kind.FINISHED
                    && !Effect.Finish.quiet(event.event().name())) {
                failures.happened(event, Optional.ofNullable(connectionOf.remove(event.negotiation())));
            }
        }

        private void learn(Map<String, String> facts) {
            String connection = facts.getOrDefault("connection", "");
            if (!connection.isEmpty()) {
                connectionOf.put(facts.get("negotiation"), connection);
            }
        }
    }
}
