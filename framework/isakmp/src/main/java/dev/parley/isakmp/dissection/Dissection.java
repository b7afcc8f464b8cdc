package dev.parley.isakmp.dissection;

import java.util.ArrayList;
import java.util.List;

/** What a message says. */
public final class Dissection {
    private final String notation;
    private final List<String> notes;
    private final List<Layer> layers;

    private Dissection(String notation, List<String> notes, List<Layer> layers) {
        this.notation = notation;
        this.notes = List.copyOf(notes);
        this.layers = List.copyOf(layers);
    }

    /** @param notation one line, as the RFC writes messages */
    public static Dissection of(String notation) {
        return new Dissection(notation, List.of(), List.of());
    }

    /** The same, with a line for a person, for example why it was not decrypted; never key material. */
    public Dissection note(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new Dissection(notation, more, layers);
    }

    /** The same, with another layer, outermost first. */
    public Dissection with(Layer layer) {
        List<Layer> more = new ArrayList<>(layers);
        more.add(layer);
        return new Dissection(notation, notes, more);
    }

    public String notation() {
        return notation;
    }

    public List<String> notes() {
        return notes;
    }

    public List<Layer> layers() {
        return layers;
    }

    /** Whether some layer has a fault. */
    public boolean faulty() {
        return layers.stream().anyMatch(layer -> layer.fault().isPresent());
    }
}
