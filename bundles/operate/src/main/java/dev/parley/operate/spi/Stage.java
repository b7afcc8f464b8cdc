package dev.parley.operate.spi;

import dev.parley.ipsec.Policy;
import java.util.ArrayList;
import java.util.List;

/** Two gateways that mirror each other, how many messages they need, and what is said about it. */
public final class Stage implements AutoCloseable {
    private final Policy a;
    private final Policy b;
    private final String nameOfA;
    private final String nameOfB;
    private final List<String> opening;
    private final int handshake;
    private final List<Act> acts;
    private final String ending;
    private final int goodbye;
    private final Runnable clearing;

    private Stage(
            Policy a,
            Policy b,
            String nameOfA,
            String nameOfB,
            List<String> opening,
            int handshake,
            List<Act> acts,
            String ending,
            int goodbye,
            Runnable clearing) {
        this.a = a;
        this.b = b;
        this.nameOfA = nameOfA;
        this.nameOfB = nameOfB;
        this.opening = opening;
        this.handshake = handshake;
        this.acts = acts;
        this.ending = ending;
        this.goodbye = goodbye;
        this.clearing = clearing;
    }

    /** The policies of both; {@code a} begins. */
    public static Stage of(Policy a, Policy b) {
        return new Stage(
                a,
                b,
                a.local().identity().toString(),
                b.local().identity().toString(),
                List.of(),
                0,
                List.of(),
                "",
                0,
                () -> {});
    }

    /** The same where they are called so, and not by their identities. */
    public Stage called(String a, String b) {
        return new Stage(this.a, this.b, a, b, opening, handshake, acts, ending, goodbye, clearing);
    }

    /** The same that begins with these lines, and makes SAs in so many messages. */
    public Stage beginning(List<String> lines, int messages) {
        return new Stage(a, b, nameOfA, nameOfB, List.copyOf(lines), messages, acts, ending, goodbye, clearing);
    }

    /** The same with one more act. */
    public Stage with(Act act) {
        List<Act> all = new ArrayList<>(acts);
        all.add(act);
        return new Stage(a, b, nameOfA, nameOfB, opening, handshake, List.copyOf(all), ending, goodbye, clearing);
    }

    /** The same that deletes all in so many messages, with this line before. */
    public Stage ending(String line, int messages) {
        return new Stage(a, b, nameOfA, nameOfB, opening, handshake, acts, line, messages, clearing);
    }

    /** The same that is cleared away so. */
    public Stage clearedBy(Runnable clearing) {
        return new Stage(a, b, nameOfA, nameOfB, opening, handshake, acts, ending, goodbye, clearing);
    }

    public Policy a() {
        return a;
    }

    public Policy b() {
        return b;
    }

    public String nameOfA() {
        return nameOfA;
    }

    public String nameOfB() {
        return nameOfB;
    }

    public List<String> opening() {
        return opening;
    }

    /** Messages until the SAs are there. */
    public int handshake() {
        return handshake;
    }

    public List<Act> acts() {
        return acts;
    }

    public String ending() {
        return ending;
    }

    /** Messages until they are gone. */
    public int goodbye() {
        return goodbye;
    }

    @Override
    public void close() {
        clearing.run();
    }
}
