using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Countersign.Lab.Exercises.Solutions;

/// <summary>A request.</summary>
/// <param name="Place">The place, perhaps with a query. <c>$name</c> stands for what an earlier step kept.</param>
internal sealed record AskStep(string Place) : SolutionStep
{
    /// <summary>The method.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Fields.</summary>
    public ImmutableArray<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>The content; null for none.</summary>
    public string? Content { get; init; }

    /// <summary>A name, a colon and a password for Basic; null for none.</summary>
    public string? Basic { get; init; }

    /// <summary>
    /// A name, a colon and a password for Digest: answers the last challenge, counting on, or asks for one where there is none yet. A challenge with stale is
    /// answered at once. Null for none.
    /// </summary>
    public string? Digest { get; init; }

    /// <summary>The count that Digest credentials have instead of the next; null for the next.</summary>
    public uint? Count { get; init; }

    /// <summary>Whether what is known of challenges is forgotten before it.</summary>
    public bool Forgets { get; init; }

    /// <summary>Whether a challenge with stale is left alone.</summary>
    public bool LeavesStale { get; init; }

    /// <summary>The members of the answer's JSON that later steps get as <c>$name</c>.</summary>
    public ImmutableArray<string> Keeps { get; init; } = [];

    /// <summary>Whether it goes through the server as a proxy, to a host that only that knows.</summary>
    public bool ByProxy { get; init; }

    /// <summary>The same with one more field.</summary>
    public AskStep With(string name, string value) => this with { Fields = Fields.Add((name, value)) };

    /// <inheritdoc/>
    public override string Shell(int number)
    {
        var line = new StringBuilder("curl -si");
        if (Digest is not null)
            line.Append(" --digest");
        if ((Basic ?? Digest) is { } login)
            line.Append(" -u ").Append(Single(login));
        if (Method is not ("GET" or "HEAD") && !(Method == "POST" && Content is not null))
            line.Append(" -X ").Append(Method);
        foreach (var (name, value) in Fields)
            line.Append(" -H ").Append(Word($"{name}: {value}"));
        if (Content is not null)
            line.Append(" --data-binary ").Append(Content.Contains('$', StringComparison.Ordinal) ? Word(Content) : Single(Content));
        if (ByProxy)
            line.Append(" -x \"$PROXY\"");
        line.Append(Place.StartsWith("http", StringComparison.Ordinal) || Place.StartsWith('$') ? $" \"{Place}\"" : ByProxy ? $" \"$ORIGIN/{Place}\"" : $" \"$LAB/{Place}\"");
        if (Keeps.IsEmpty)
            return line.ToString();
        var kept = new StringBuilder($"answer=$({line})");
        foreach (var name in Keeps)
            kept.Append(CultureInfo.InvariantCulture, $"\n{name}=$(printf '%s\\n' \"$answer\" | sed -n 's/.*\"{name}\": *\"\\([^\"]*\\)\".*/\\1/p')");
        return kept.ToString();
    }
}
