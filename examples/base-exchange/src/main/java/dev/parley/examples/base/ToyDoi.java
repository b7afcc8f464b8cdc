package dev.parley.examples.base;

import dev.parley.isakmp.doi.DomainOfInterpretation;

/** A DOI without situations, whose transforms are key exchanges. */
record ToyDoi(String key, long number) implements DomainOfInterpretation {}
