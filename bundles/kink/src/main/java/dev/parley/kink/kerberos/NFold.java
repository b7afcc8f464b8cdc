package dev.parley.kink.kerberos;

/** The n-fold function: stretches or shrinks octets so that every bit counts (RFC 3961 section 5.1). */
final class NFold {
    /** Each copy of the input is rotated right by this many bits more than the one before. */
    private static final int ROTATION = 13;

    private NFold() {}

    /** {@code input} folded to {@code octets} octets. */
    static byte[] fold(byte[] input, int octets) {
        int length = leastCommonMultiple(input.length, octets);
        int[] sum = new int[octets];
        for (int at = 0; at < length; at++) {
            sum[at % octets] += rotated(input, at);
        }
        return onesComplement(sum);
    }

    /** The octet at {@code at} of the endless row of copies, copy n rotated right by 13n bits. */
    private static int rotated(byte[] input, int at) {
        int bits = 8 * input.length;
        int copy = at / input.length;
        int first = Math.floorMod(8 * (at % input.length) - ROTATION * copy, bits);
        int octet = 0;
        for (int bit = first; bit < first + 8; bit++) {
            int place = bit % bits;
            octet = octet << 1 | (input[place / 8] >> 7 - place % 8 & 1);
        }
        return octet;
    }

    /** Carries run to the left and enter again at the right, until none is left. */
    private static byte[] onesComplement(int[] sum) {
        int carry = 0;
        do {
            for (int i = sum.length - 1; i >= 0; i--) {
                int value = sum[i] + carry;
                sum[i] = value & 0xff;
                carry = value >>> 8;
            }
        } while (carry != 0);
        byte[] folded = new byte[sum.length];
        for (int i = 0; i < sum.length; i++) {
            folded[i] = (byte) sum[i];
        }
        return folded;
    }

    private static int leastCommonMultiple(int a, int b) {
        int x = a;
        int y = b;
        while (y != 0) {
            int rest = x % y;
            x = y;
            y = rest;
        }
        return a / x * b;
    }
}
