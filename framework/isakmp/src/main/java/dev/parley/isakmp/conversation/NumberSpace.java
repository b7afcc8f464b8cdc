package dev.parley.isakmp.conversation;

/** A registry of numbers, by name: who owns it decides what the numbers mean. An open value: plug-ins bring their own. */
public record NumberSpace(String name) {
    @Override
    public String toString() {
        return name;
    }
}
