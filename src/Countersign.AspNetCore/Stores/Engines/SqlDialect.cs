using System.Text.RegularExpressions;

namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>Fills the gaps in the SQL files that every engine fills in its own way: <c>{octets}</c>, <c>{numbered}</c>, <c>{sorted}</c>, <c>{volatile}</c> and <c>{watched TABLE [OF COLUMNS]}</c>.</summary>
internal abstract partial class SqlDialect
{
    /// <summary>The type of octets.</summary>
    protected abstract string Octets { get; }

    /// <summary>The definition of a column that numbers its rows, never twice with the same number.</summary>
    protected abstract string Numbered { get; }

    /// <summary>What stands behind a table that is kept in the order of its key, where that can be said.</summary>
    protected abstract string Sorted { get; }

    /// <summary>What makes a table one that is empty again after a crash and on a promoted standby, and costs no more than memory.</summary>
    protected abstract string Volatile { get; }

    /// <summary>The SQL of an engine.</summary>
    public string Fill(string sql) => Gap().Replace(sql, gap => gap.Groups["name"].Value switch
    {
        "octets" => Octets,
        "numbered" => Numbered,
        "sorted" => Sorted,
        "volatile" => Volatile,
        "watched" => $"INSERT INTO generations (name, value) VALUES ('{gap.Groups["table"].Value}', 0);\n{Watched(gap.Groups["table"].Value, gap.Groups["columns"].Value)}",
        var other => throw new FormatException($"The SQL has a gap '{other}' that nobody fills."),
    });

    /// <summary>Triggers that move the generation of a table when rows come or go, or one of the columns changes, any if none is named.</summary>
    protected abstract string Watched(string table, string columns);

    [GeneratedRegex(@"\{(?<name>[a-z]+)( (?<table>[a-z_]+)( OF (?<columns>[a-z_, ]+))?)?\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Gap();
}
