package dev.parley.isakmp.negotiation;

import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;

/** An extension that somebody cannot do without. */
public record Need(Class<? extends Extension> point, String key) {
    /** Whether it is installed. */
    public boolean met(Catalog catalog) {
        return catalog.find(point, key).isPresent();
    }

    /** The extension point's name. */
    public String pointName() {
        return point.getAnnotation(ExtensionPoint.class).value();
    }

    @Override
    public String toString() {
        return pointName() + " '" + key + "'";
    }
}
