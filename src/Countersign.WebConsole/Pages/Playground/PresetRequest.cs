using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;

namespace Countersign.WebConsole.Pages.Playground;

/// <summary>A request that another page has ready.</summary>
/// <param name="Request">The request.</param>
/// <param name="Story">What it is for.</param>
/// <param name="IsSent">Whether it is sent at once.</param>
internal sealed record PresetRequest(ComposedRequest Request, string Story, bool IsSent)
{
    /// <summary>What was sent before it already, and is judged with it; empty for nothing.</summary>
    public ImmutableArray<Exchange> Before { get; init; } = [];

    /// <summary>The marks of the secrets in all of it.</summary>
    public Marks Marks { get; init; } = new();

    /// <summary>What is sent before it, and judged with it; null for nothing.</summary>
    public ComposedRequest? First { get; init; }
}
