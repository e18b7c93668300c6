namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>PostgreSQL's own words.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    /// <summary>The channel on which changes of watched tables are told.</summary>
    public const string Channel = "countersign";

    /// <summary>What there is before the first step. The function finds its table wherever the one that calls it has its search path.</summary>
    public const string Beginning = $"""
        CREATE TABLE shape (version BIGINT NOT NULL);
        INSERT INTO shape (version) VALUES (0);
        CREATE FUNCTION changed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
        BEGIN
            UPDATE generations SET value = value + 1 WHERE name = TG_TABLE_NAME;
            PERFORM pg_notify('{Channel}', TG_TABLE_NAME);
            RETURN NULL;
        END $$;
        """;

    protected override string Octets => "BYTEA";

    protected override string Numbered => "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY";

    // Its tables are heaps.
    protected override string Sorted => "";

    protected override string Volatile => "UNLOGGED";

    protected override string Watched(string table, string columns)
    {
        var changed = columns.Length == 0 ? "UPDATE" : $"UPDATE OF {columns}";
        return $"CREATE TRIGGER {table}_changed AFTER INSERT OR DELETE OR TRUNCATE OR {changed} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION changed();";
    }
}
