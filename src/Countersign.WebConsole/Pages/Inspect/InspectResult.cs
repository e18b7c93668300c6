using System.Collections.Immutable;
using Countersign.Inspector;
using Countersign.Inspector.Lint;
using Countersign.Inspector.Reports.Pages;

namespace Countersign.WebConsole.Pages.Inspect;

/// <summary>What was found. There is no secret in it.</summary>
/// <param name="Name">The name of what was inspected.</param>
internal sealed record InspectResult(string Name)
{
    /// <summary>The exchanges with their findings; null for configurations.</summary>
    public Inspection? Inspection { get; init; }

    /// <summary>The configurations with their findings; empty for exchanges.</summary>
    public ImmutableArray<LintedConfiguration> Configurations { get; init; } = [];

    /// <summary>The query of an address that asks again; empty where nothing was asked.</summary>
    public string Query { get; init; } = "";

    /// <summary>It as a part of a page.</summary>
    public Markup ToMarkup() => Inspection is { } inspection ? InspectionPart.Of(inspection, framework: null, Name, isWithin: true) : LintPart.Of(Configurations);
}
