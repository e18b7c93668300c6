namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>SQLite's own words.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    protected override string Octets => "BLOB";

    protected override string Numbered => "INTEGER PRIMARY KEY AUTOINCREMENT";

    protected override string Sorted => "WITHOUT ROWID";

    // A temporary table would be one connection's alone.
    protected override string Volatile => "";

    protected override string Watched(string table, string columns)
    {
        var changed = columns.Length == 0 ? "UPDATE" : $"UPDATE OF {columns}";
        return string.Join('\n', Trigger("added", "INSERT"), Trigger("changed", changed), Trigger("removed", "DELETE"));

        string Trigger(string what, string on) =>
            $"CREATE TRIGGER {table}_{what} AFTER {on} ON {table} BEGIN UPDATE generations SET value = value + 1 WHERE name = '{table}'; END;";
    }
}
