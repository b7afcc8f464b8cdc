package dev.parley.isakmp.dissection;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.FieldListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a tree of fields from what a decoder reads, so that no format is written twice. What is read inside a part stands
 * beneath the field that announced the part.
 */
public final class FieldTree implements FieldListener {
    /** No message of any protocol here has more; a message of one-octet structures would otherwise cost ten times its size. */
    static final int MAX_FIELDS = 20_000;

    private static final class Node {
        private final String name;
        private final int offset;
        private final String value;
        private final List<Node> parts = new ArrayList<>();
        private int end;

        private Node(String name, int offset, int length, String value) {
            this.name = name;
            this.offset = offset;
            this.end = offset + length;
            this.value = value;
        }

        private Field field() {
            return new Field(
                    name,
                    offset,
                    end - offset,
                    value,
                    parts.stream().map(Node::field).toList());
        }
    }

    private final Meanings meanings;
    private final Map<String, Long> before = new HashMap<>();
    private final List<Node> open = new ArrayList<>();
    private final Node root = new Node("", 0, 0, "");
    private int count;

    public FieldTree(Meanings meanings) {
        this.meanings = meanings;
        root.end = Integer.MAX_VALUE;
        open.add(root);
    }

    /** What was read so far. */
    public List<Field> fields() {
        return root.parts.stream().map(Node::field).toList();
    }

    /** Begins a structure, whose parts all that follows is until {@link #end}. */
    public void begin(String name, int offset) {
        Node node = new Node(name, offset, 0, "");
        node.end = Integer.MAX_VALUE;
        add(node);
        open.add(node);
    }

    /** Ends what was begun last, before the octet at {@code offset}. */
    public void end(int offset) {
        Node last;
        do {
            last = open.remove(open.size() - 1);
        } while (last.end != Integer.MAX_VALUE);
        last.end = offset;
    }

    @Override
    public void number(String field, int offset, int length, long value) {
        Bytes octets = Bytes.unsigned(value, length);
        before.put(field, value);
        add(new Node(field, offset, length, text(Long.toString(value), field, octets)));
    }

    @Override
    public void bytes(String field, int offset, Bytes octets) {
        add(new Node(field, offset, octets.length(), text(octets.toString(), field, octets)));
    }

    @Override
    public void part(String field, int offset, int length) {
        Node above = above(offset);
        Node last = above.parts.isEmpty() ? above : above.parts.get(above.parts.size() - 1);
        if (last.name.equals(field) && last.end == offset) {
            last.end = offset + length;
            open.add(last);
        } else {
            Node node = new Node(field, offset, length, "");
            add(node);
            open.add(node);
        }
    }

    private String text(String plain, String field, Bytes octets) {
        String meaning = meanings.of(field, octets, before);
        return meaning.isEmpty() ? plain : plain + " (" + meaning + ")";
    }

    private void add(Node node) {
        if (count < MAX_FIELDS) {
            above(node.offset).parts.add(node);
            count++;
        }
    }

    /** The innermost structure that is not over at {@code offset}. */
    private Node above(int offset) {
        while (open.get(open.size() - 1).end <= offset) {
            open.remove(open.size() - 1);
        }
        return open.get(open.size() - 1);
    }
}
