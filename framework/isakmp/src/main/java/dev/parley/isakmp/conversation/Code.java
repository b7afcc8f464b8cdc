package dev.parley.isakmp.conversation;

/** A number of a registry, for example a notify message type. */
public record Code(NumberSpace space, int number) {}
