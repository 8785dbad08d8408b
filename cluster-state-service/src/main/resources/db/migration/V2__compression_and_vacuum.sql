-- Bodies over 2 KB are compressed with lz4, which costs a fifth of the default's time, where this
-- PostgreSQL was built with it. Rows written before stay as they are.
DO $$
BEGIN
    ALTER TABLE objects ALTER COLUMN body SET COMPRESSION lz4;
    ALTER TABLE changes ALTER COLUMN body SET COMPRESSION lz4;
    ALTER TABLE survivors ALTER COLUMN body SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN
    RAISE NOTICE 'no lz4: bodies are compressed as by default';
END
$$;

-- Heartbeats update the same few objects for ever: vacuumed by their number and not by a share of the
-- table. The trimming of changes without a history leaves dead rows in partitions, too.
ALTER TABLE objects SET (
    autovacuum_vacuum_threshold = 500,
    autovacuum_vacuum_cost_delay = 1,
    toast.autovacuum_vacuum_threshold = 500
);

CREATE OR REPLACE FUNCTION partition_changes(p_upto bigint, p_size bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_revision bigint;
    v_from bigint;
BEGIN
    SELECT revision, partitioned_to INTO v_revision, v_from FROM store FOR UPDATE;
    v_from := greatest(v_from, v_revision);
    WHILE v_from < p_upto LOOP
        EXECUTE format(
            'CREATE TABLE changes_%s PARTITION OF changes FOR VALUES FROM (%s) TO (%s)'
            ' WITH (autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_vacuum_scale_factor = 0.05)',
            v_from + 1, v_from + 1, v_from + p_size + 1);
        v_from := v_from + p_size;
    END LOOP;
    UPDATE store SET partitioned_to = greatest(partitioned_to, v_from);
END
$$;
