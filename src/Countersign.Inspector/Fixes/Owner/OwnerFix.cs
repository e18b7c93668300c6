using System.Collections.Immutable;

namespace Countersign.Inspector.Fixes.Owner;

/// <summary>A remedy for what was found, in the framework that the server is written in.</summary>
/// <param name="Remedy">The remedy.</param>
/// <param name="Framework">The framework; null where nobody knows it.</param>
internal sealed record OwnerFix(Remedy Remedy, Framework? Framework)
{
    /// <summary>Code or configuration; null where the framework is not known, or can't do it by itself.</summary>
    public string? Snippet => Framework is { } framework ? OwnerSnippets.Of(Remedy, framework) : null;

    /// <summary>What the owner can do about the findings of an inspection, the gravest first.</summary>
    /// <param name="inspection">The inspection.</param>
    /// <param name="chosen">The framework that somebody named; null for the one that the answers show.</param>
    public static ImmutableArray<OwnerFix> Of(Inspection inspection, Framework? chosen)
    {
        var framework = chosen ?? FrameworkReading.Of(inspection.Recording);
        return [.. OwnerSnippets.RemediesOf(inspection).Select(remedy => new OwnerFix(remedy, framework))];
    }

    /// <summary>What is said where there is no snippet to show.</summary>
    public string Elsewhere()
    {
        var names = string.Join(", ", OwnerSnippets.For(Remedy).Select(each => each.Name));
        return Framework is { } framework ? $"{framework.Title} has nothing for it by itself; there is code for {names} (--framework)." : $"There is code for it: --framework with one of {names}.";
    }
}
