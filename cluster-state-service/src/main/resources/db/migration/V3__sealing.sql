-- In which form bodies are wanted that are stored: the fingerprint of the encryption's configuration under which
-- all of them were last brought into its form; empty for "none is encrypted".
CREATE TABLE sealing (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    fingerprint text NOT NULL
);

INSERT INTO sealing (fingerprint) VALUES ('');
