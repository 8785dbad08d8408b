-- The store: every object, every change of it, under one gap-free revision.
--
-- The one row of "store" is the lock of the write path: whoever commits a batch takes it FOR UPDATE, so
-- revisions become visible in their order and are dense. Everything is in the "C" collation: keys
-- are ordered as bytes, as the cache orders them.

CREATE TABLE store (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    revision bigint NOT NULL,
    epoch uuid NOT NULL,
    partitioned_to bigint NOT NULL
) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

INSERT INTO store (revision, epoch, partitioned_to) VALUES (0, gen_random_uuid(), 0);

-- "compacted": changes up to here are not replayed; "history": changes up to here are gone, but for
-- the last state of each object, kept in "survivors". "trimmed": of kinds without a history,
-- changes up to here are gone.
CREATE TABLE marks (
    name text COLLATE "C" PRIMARY KEY,
    revision bigint NOT NULL
) WITH (fillfactor = 50);

INSERT INTO marks (name, revision) VALUES ('compacted', 0), ('history', 0), ('trimmed', 0);

CREATE TABLE objects (
    resource text COLLATE "C" NOT NULL,
    namespace text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    uid text COLLATE "C" NOT NULL,
    revision bigint NOT NULL,
    created_revision bigint NOT NULL,
    splice_at integer NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (resource, namespace, name)
) WITH (
    fillfactor = 80,
    autovacuum_vacuum_scale_factor = 0.05,
    toast.autovacuum_vacuum_scale_factor = 0.05
);

-- kind: 1 added, 2 modified, 3 deleted (body: the last state).
CREATE TABLE changes (
    revision bigint NOT NULL,
    kind smallint NOT NULL,
    resource text COLLATE "C" NOT NULL,
    namespace text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    uid text COLLATE "C" NOT NULL,
    previous_revision bigint NOT NULL,
    created_revision bigint NOT NULL,
    splice_at integer NOT NULL,
    body bytea NOT NULL,
    actor text NOT NULL,
    trace_parent text,
    committed_at timestamptz NOT NULL,
    PRIMARY KEY (revision)
) PARTITION BY RANGE (revision);

CREATE TABLE survivors (LIKE changes);
ALTER TABLE survivors ADD PRIMARY KEY (resource, namespace, name);
CREATE INDEX survivors_revision ON survivors (revision);

-- The last batch of each writer and its answer, for a writer that lost its connection at the commit.
CREATE TABLE writers (
    writer uuid PRIMARY KEY,
    batch bigint NOT NULL,
    answered_at timestamptz NOT NULL,
    base bigint,
    refused integer[],
    reasons integer[],
    found_revisions bigint[],
    found_uids text[],
    created bigint[]
) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

-- How far the change log has been told; previous: the last revision told in each partition.
CREATE TABLE publication (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    epoch uuid NOT NULL,
    revision bigint NOT NULL,
    previous bigint[] NOT NULL
) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

-- Makes room in "changes" for revisions up to the given one at least. The caller holds the row of
-- "store" or is about to take it.
CREATE FUNCTION partition_changes(p_upto bigint, p_size bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_revision bigint;
    v_from bigint;
BEGIN
    SELECT revision, partitioned_to INTO v_revision, v_from FROM store FOR UPDATE;
    v_from := greatest(v_from, v_revision);
    WHILE v_from < p_upto LOOP
        EXECUTE format(
            'CREATE TABLE changes_%s PARTITION OF changes FOR VALUES FROM (%s) TO (%s)',
            v_from + 1, v_from + 1, v_from + p_size + 1);
        v_from := v_from + p_size;
    END LOOP;
    UPDATE store SET partitioned_to = greatest(partitioned_to, v_from);
END
$$;

SELECT partition_changes(50000, 50000);

-- Commits a batch of groups, each all or nothing, in their order.
--
-- Operations stand one after the other; p_sizes says how many belong to each group. Kinds: 1 create,
-- 2 replace, 3 delete, 11 guard "present with this uid", 12 guard "at this revision, 0 for absent",
-- 13 guard "lease held by p_uids, taken over p_revisions times". Bodies are one after the other in
-- p_bodies; guards have length 0.
--
-- base: the revision before the batch; the writes of the groups that were not refused follow it.
-- For each group: refused 0, or the operation (counted from 1) that did not hold, why (1 already
-- exists, 2 not found, 3 revision differs, 4 guard failed, 5 lease lost) and what was found.
-- created: for each operation of a committed group, the object's first revision.
CREATE FUNCTION commit_batch(
    p_writer uuid,
    p_batch bigint,
    p_sizes integer[],
    p_actors text[],
    p_traces text[],
    p_kinds integer[],
    p_resources text[],
    p_namespaces text[],
    p_names text[],
    p_uids text[],
    p_revisions bigint[],
    p_splices integer[],
    p_lengths integer[],
    p_bodies bytea,
    OUT base bigint,
    OUT epoch uuid,
    OUT committed_at timestamptz,
    OUT refused integer[],
    OUT reasons integer[],
    OUT found_revisions bigint[],
    OUT found_uids text[],
    OUT created bigint[])
LANGUAGE plpgsql AS $$
DECLARE
    v_next bigint;
    v_partitioned_to bigint;
    v_groups integer := cardinality(p_sizes);
    v_operations integer := cardinality(p_kinds);
    v_first integer := 1;
    v_last integer;
    v_offset integer := 1;
    v_group_offset integer;
    v_reason integer;
    v_bad integer;
    v_revision bigint;
    v_uid text;
    v_created bigint;
    v_body bytea;
    v_spec jsonb;
    v_exists boolean;
    v_last_batch bigint;
BEGIN
    SELECT s.revision, s.epoch, s.partitioned_to INTO base, epoch, v_partitioned_to
        FROM store s FOR UPDATE;
    SELECT w.batch INTO v_last_batch FROM writers w WHERE w.writer = p_writer;
    IF v_last_batch >= p_batch THEN
        RAISE EXCEPTION 'batch % was given up by its writer', p_batch USING ERRCODE = 'GB001';
    END IF;
    IF base + v_operations > v_partitioned_to THEN
        PERFORM partition_changes(base + v_operations, 50000);
    END IF;
    committed_at := clock_timestamp();
    v_next := base;
    refused := array_fill(0, ARRAY[v_groups]);
    reasons := refused;
    found_revisions := array_fill(0::bigint, ARRAY[v_groups]);
    found_uids := array_fill(''::text, ARRAY[v_groups]);
    created := array_fill(0::bigint, ARRAY[v_operations]);

    FOR g IN 1..v_groups LOOP
        v_last := v_first + p_sizes[g] - 1;
        v_bad := 0;
        FOR i IN v_first..v_last LOOP
            SELECT o.revision, o.uid, o.created_revision,
                   CASE WHEN p_kinds[i] = 13 THEN o.body END
                INTO v_revision, v_uid, v_created, v_body
                FROM objects o
                WHERE o.resource = p_resources[i] AND o.namespace = p_namespaces[i]
                  AND o.name = p_names[i];
            v_exists := FOUND;
            v_reason := 0;
            CASE p_kinds[i]
                WHEN 1 THEN
                    IF v_exists THEN v_reason := 1; END IF;
                WHEN 2, 3 THEN
                    IF NOT v_exists THEN v_reason := 2;
                    ELSIF v_revision <> p_revisions[i] THEN v_reason := 3;
                    END IF;
                WHEN 11 THEN
                    IF NOT v_exists OR v_uid <> p_uids[i] THEN v_reason := 4; END IF;
                WHEN 12 THEN
                    IF coalesce(v_revision, 0) <> p_revisions[i] THEN v_reason := 4; END IF;
                WHEN 13 THEN
                    IF NOT v_exists THEN
                        v_reason := 5;
                    ELSE
                        v_spec := convert_from(v_body, 'UTF8')::jsonb -> 'spec';
                        IF coalesce(v_spec ->> 'holderIdentity', '') <> p_uids[i]
                           OR coalesce((v_spec ->> 'leaseTransitions')::bigint, 0)
                              <> p_revisions[i] THEN
                            v_reason := 5;
                        END IF;
                    END IF;
            END CASE;
            IF v_reason <> 0 THEN
                v_bad := i;
                refused[g] := i - v_first + 1;
                reasons[g] := v_reason;
                found_revisions[g] := coalesce(v_revision, 0);
                found_uids[g] := coalesce(v_uid, '');
                EXIT;
            END IF;
            created[i] := coalesce(v_created, 0);
        END LOOP;

        v_group_offset := v_offset;
        FOR i IN v_first..v_last LOOP
            IF v_bad = 0 AND p_kinds[i] <= 3 THEN
                v_next := v_next + 1;
                v_body := substring(p_bodies FROM v_group_offset FOR p_lengths[i]);
                CASE p_kinds[i]
                    WHEN 1 THEN
                        created[i] := v_next;
                        INSERT INTO objects VALUES (
                            p_resources[i], p_namespaces[i], p_names[i], p_uids[i],
                            v_next, v_next, p_splices[i], v_body);
                    WHEN 2 THEN
                        UPDATE objects o
                            SET uid = p_uids[i], revision = v_next,
                                splice_at = p_splices[i], body = v_body
                            WHERE o.resource = p_resources[i]
                              AND o.namespace = p_namespaces[i] AND o.name = p_names[i];
                    WHEN 3 THEN
                        DELETE FROM objects o
                            WHERE o.resource = p_resources[i]
                              AND o.namespace = p_namespaces[i] AND o.name = p_names[i];
                END CASE;
                INSERT INTO changes VALUES (
                    v_next, p_kinds[i], p_resources[i], p_namespaces[i], p_names[i], p_uids[i],
                    CASE WHEN p_kinds[i] = 1 THEN 0 ELSE p_revisions[i] END,
                    created[i], p_splices[i], v_body,
                    p_actors[g], p_traces[g], commit_batch.committed_at);
            END IF;
            v_group_offset := v_group_offset + p_lengths[i];
        END LOOP;
        v_offset := v_group_offset;
        v_first := v_last + 1;
    END LOOP;

    IF v_next > base THEN
        UPDATE store SET revision = v_next;
        PERFORM pg_notify('gantry_changes', v_next || ' ' || p_writer);
    END IF;
    INSERT INTO writers VALUES (
        p_writer, p_batch, commit_batch.committed_at, commit_batch.base, commit_batch.refused,
        commit_batch.reasons, commit_batch.found_revisions, commit_batch.found_uids,
        commit_batch.created)
    ON CONFLICT (writer) DO UPDATE SET
        batch = excluded.batch, answered_at = excluded.answered_at, base = excluded.base,
        refused = excluded.refused, reasons = excluded.reasons,
        found_revisions = excluded.found_revisions, found_uids = excluded.found_uids,
        created = excluded.created;
END
$$;

-- What became of a batch, for a writer that does not know. A batch that is not found is given up:
-- should its call still be on its way, it is refused.
CREATE FUNCTION settle_batch(p_writer uuid, p_batch bigint) RETURNS SETOF writers
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM store FOR UPDATE;
    IF EXISTS (SELECT 1 FROM writers w WHERE w.writer = p_writer AND w.batch >= p_batch) THEN
        RETURN QUERY SELECT * FROM writers w WHERE w.writer = p_writer AND w.batch = p_batch
            AND w.base IS NOT NULL;
        RETURN;
    END IF;
    INSERT INTO writers (writer, batch, answered_at)
        VALUES (p_writer, p_batch, clock_timestamp())
    ON CONFLICT (writer) DO UPDATE SET
        batch = excluded.batch, answered_at = excluded.answered_at, base = NULL;
END
$$;

-- To be called after a restore from a backup, and after a failover that lost revisions: readers
-- list again, and no revision is given twice.
CREATE FUNCTION store_restored() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM store FOR UPDATE;
    UPDATE store SET revision = revision + 1000000000, epoch = gen_random_uuid();
    UPDATE marks SET revision = (SELECT s.revision FROM store s) WHERE name = 'compacted';
    PERFORM pg_notify('gantry_changes', (SELECT s.revision || ' restored' FROM store s));
END
$$;

-- Lets go of the changes in one partition but for the last state of each object that is still
-- there. p_without: resources that keep no history.
CREATE FUNCTION drop_partition(p_partition text, p_without text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format($q$
        CREATE TEMPORARY TABLE last_states ON COMMIT DROP AS
            SELECT DISTINCT ON (resource, namespace, name) revision, kind, resource, namespace, name
            FROM %I WHERE resource <> ALL ($1)
            ORDER BY resource, namespace, name, revision DESC $q$, p_partition)
        USING p_without;
    DELETE FROM survivors s USING last_states l
        WHERE s.resource = l.resource AND s.namespace = l.namespace AND s.name = l.name;
    EXECUTE format($q$
        INSERT INTO survivors
            SELECT c.* FROM %I c JOIN last_states l ON l.revision = c.revision
            WHERE l.kind <> 3 $q$, p_partition);
    DROP TABLE last_states;
    EXECUTE format('DROP TABLE %I', p_partition);
END
$$;
