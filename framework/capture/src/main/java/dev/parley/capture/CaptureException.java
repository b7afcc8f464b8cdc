package dev.parley.capture;

import java.io.IOException;

/** A capture that is none, or is broken: what is wrong, and at which octet of the file, in one line. */
public final class CaptureException extends IOException {
    private static final long serialVersionUID = 1;

    public CaptureException(String what) {
        super(what);
    }
}
