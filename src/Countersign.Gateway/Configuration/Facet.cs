using System.Collections.Immutable;
using System.Net;
using Countersign.Tokens.Rules;

namespace Countersign.Gateway.Configuration;

/// <summary>What one key of the file asks of those who want in, and whether it takes all whom another value of the same key takes.</summary>
/// <param name="key">The key with its section, as <see cref="ConfigurationKeys"/> has them.</param>
internal abstract class Facet(string key)
{
    public string Key => key;

    /// <summary>Whether everybody whom the other takes is taken. The other is of the same key.</summary>
    public abstract bool Takes(Facet other);

    /// <summary>Two values let in the same people or have nothing to do with each other.</summary>
    public static Facet Same<T>(string section, string name, T value) =>
        new Of<T>(section, name, value, (mine, other) => EqualityComparer<T>.Default.Equals(mine, other));

    /// <summary>One value alone is taken; any is when it is null.</summary>
    public static Facet Only(string section, string name, string? value) =>
        new Of<string?>(section, name, value, (mine, other) => mine is null || mine == other);

    /// <summary>One e-mail address is taken, or after an @ all of a domain; beside <see cref="Only"/>.</summary>
    public static Facet Email(string section, string name, string value) =>
        new Of<string?>(section, name, "e-mail " + value, (mine, other) => mine == other
            || (value.StartsWith('@') && other is not null && other.EndsWith(value, StringComparison.OrdinalIgnoreCase) && other.StartsWith("e-mail ", StringComparison.Ordinal)));

    /// <summary>A file at the same place, or at the same place beside its configuration: a new version is often checked in a folder of its own.</summary>
    public static Facet File(string section, string name, string? file, string folder) =>
        new Of<(string? File, string Folder)>(section, name, (file, folder), (mine, other) => mine.File == other.File
            || (mine.File is not null && other.File is not null && Path.GetRelativePath(mine.Folder, mine.File) == Path.GetRelativePath(other.Folder, other.File)));

    /// <summary>One of the values is needed; none is when there are none.</summary>
    public static Facet OneOf(string section, string name, ImmutableArray<string> values) =>
        new Of<ImmutableArray<string>>(section, name, values, TakesOneOf);

    /// <summary>All of the values are needed.</summary>
    public static Facet AllOf(string section, string name, ImmutableArray<string> values) =>
        new Of<ImmutableArray<string>>(section, name, values, (mine, other) => mine.All(value => other.Contains(value)));

    /// <summary>The values are what is taken; * among them takes any.</summary>
    public static Facet Among(string section, string name, IEnumerable<string> values) =>
        new Of<HashSet<string>>(section, name, values.ToHashSet(StringComparer.OrdinalIgnoreCase), (mine, other) => mine.Contains("*") || other.IsSubsetOf(mine));

    /// <summary>Each of the claims is needed, with one of its values.</summary>
    public static Facet Claims(string section, string name, ImmutableArray<ClaimRule> claims) =>
        new Of<ImmutableArray<ClaimRule>>(section, name, claims, (mine, other) =>
            mine.All(claim => other.Any(known => known.Name == claim.Name && TakesOneOf(claim.Values, known.Values))));

    /// <summary>A bound that takes the more the longer it is; null is none.</summary>
    public static Facet UpTo(string section, string name, TimeSpan? longest) =>
        new Of<TimeSpan?>(section, name, longest, (mine, other) => mine is null || other <= mine);

    /// <summary>Something more is asked.</summary>
    public static Facet Asks(string section, string name, bool isAsked) => new Of<bool>(section, name, isAsked, (mine, other) => !mine || other);

    /// <summary>Something more is taken.</summary>
    public static Facet Allows(string section, string name, bool isAllowed) => new Of<bool>(section, name, isAllowed, (mine, other) => mine || !other);

    /// <summary>One of the networks is needed; none is when there are none.</summary>
    public static Facet Networks(string section, string name, ImmutableArray<IPNetwork> networks) =>
        new Of<ImmutableArray<IPNetwork>>(section, name, networks, (mine, other) =>
            mine.IsEmpty || (!other.IsEmpty && other.All(inner => AreCovered(mine, inner))));

    /// <summary>Whether one of the networks holds all of another.</summary>
    public static bool AreCovered(ImmutableArray<IPNetwork> networks, IPNetwork inner) =>
        networks.Any(outer => outer.PrefixLength <= inner.PrefixLength && outer.Contains(inner.BaseAddress));

    private static bool TakesOneOf(ImmutableArray<string> mine, ImmutableArray<string> other) =>
        mine.IsEmpty || (!other.IsEmpty && other.All(value => mine.Contains(value)));

    private sealed class Of<T>(string section, string name, T value, Func<T, T, bool> takes) : Facet(section.Length == 0 ? name : $"{section}.{name}")
    {
        private T Value => value;

        public override bool Takes(Facet other) => takes(value, ((Of<T>)other).Value);
    }
}
