package dev.parley.isakmp.exchange;

import dev.parley.isakmp.message.MessageRule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * An exchange as a table: which messages, who sends each, what is in it and whether it is encrypted (RFC 2408 section 4.1). Without a
 * DOI it is what every DOI falls back to.
 */
public final class ExchangeDefinition {
    /** What a DOI makes of a message. */
    @FunctionalInterface
    public interface Completion {
        /** @param number the message's place, from 1 */
        MessageRule of(int number, MessageRule rule);
    }

    private final int majorVersion;
    private final OptionalLong doi;
    private final int number;
    private final String name;
    private final List<MessageRule> messages;

    private ExchangeDefinition(
            int majorVersion, OptionalLong doi, int number, String name, List<MessageRule> messages) {
        this.majorVersion = majorVersion;
        this.doi = doi;
        this.number = number;
        this.name = name;
        this.messages = List.copyOf(messages);
    }

    /**
     * An exchange of no DOI.
     *
     * @param number the Exchange Type of the header, 0 to 255
     * @param messages in the order in which they are sent
     * @throws IllegalArgumentException they are not numbered from 1, or are of another exchange
     */
    public static ExchangeDefinition of(int majorVersion, int number, String name, MessageRule... messages) {
        for (int i = 0; i < messages.length; i++) {
            if (messages[i].number() != i + 1 || messages[i].exchange() != number) {
                throw new IllegalArgumentException(name + ": message " + (i + 1) + " is numbered "
                        + messages[i].number() + " of exchange " + messages[i].exchange());
            }
        }
        return new ExchangeDefinition(majorVersion, OptionalLong.empty(), number, name, List.of(messages));
    }

    /** The same exchange as {@code domain} has it, message by message. */
    public ExchangeDefinition completed(long domain, Completion completion) {
        List<MessageRule> completed = new ArrayList<>();
        for (int i = 1; i <= messages.size(); i++) {
            completed.add(completion.of(i, message(i)));
        }
        return new ExchangeDefinition(majorVersion, OptionalLong.of(domain), number, name, completed);
    }

    /** The same exchange under another name, for people. */
    public ExchangeDefinition named(String other) {
        return new ExchangeDefinition(majorVersion, doi, number, other, messages);
    }

    public int majorVersion() {
        return majorVersion;
    }

    /** Empty if it is no DOI's own. */
    public OptionalLong doi() {
        return doi;
    }

    public int number() {
        return number;
    }

    public String name() {
        return name;
    }

    /** How many messages it has. */
    public int length() {
        return messages.size();
    }

    /** The message at {@code place}, from 1. */
    public MessageRule message(int place) {
        return messages.get(place - 1);
    }

    @Override
    public String toString() {
        return name + " (" + number + (doi.isPresent() ? " of DOI " + doi.getAsLong() : "") + ")";
    }
}
