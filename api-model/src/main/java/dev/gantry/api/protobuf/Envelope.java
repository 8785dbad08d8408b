package dev.gantry.api.protobuf;

/** {@code runtime.Unknown}: what a message is, and its bytes. */
record Envelope(String apiVersion, String kind, byte[] raw) {

    static Envelope read(WireReader in) {
        String apiVersion = "";
        String kind = "";
        byte[] raw = {};
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == (1 << 3 | WireReader.BYTES)) {
                WireReader type = in.message();
                while (type.hasMore()) {
                    int field = type.tag();
                    if (field == (1 << 3 | WireReader.BYTES)) {
                        apiVersion = type.text();
                    } else if (field == (2 << 3 | WireReader.BYTES)) {
                        kind = type.text();
                    } else {
                        type.skip(field & 7);
                    }
                }
            } else if (tag == (2 << 3 | WireReader.BYTES)) {
                raw = in.raw();
            } else {
                in.skip(tag & 7);
            }
        }
        return new Envelope(apiVersion, kind, raw);
    }

    byte[] bytes() {
        WireWriter type = new WireWriter();
        type.textField(1, apiVersion);
        type.textField(2, kind);
        WireWriter out = new WireWriter();
        out.messageField(1, type);
        out.bytesField(2, raw);
        out.textField(3, "");
        out.textField(4, "");
        return out.toByteArray();
    }
}
