using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Emitters;

/// <summary>The program that wrote an answer, which is who said no: not always the one that was asked, nor the one that the Server field names.</summary>
/// <param name="Name">Its name, such as <c>nginx</c>.</param>
/// <param name="Kind">What kind of program it is.</param>
/// <param name="Certainty">How sure that is.</param>
public sealed record Emitter(string Name, EmitterKind Kind, Certainty Certainty)
{
    /// <summary>Where it is seen.</summary>
    public ImmutableArray<Evidence> Evidence { get; init; } = [];

    /// <summary>Whose fault it is, as far as it is that of who said no.</summary>
    public Fault Fault => Kind == EmitterKind.Intermediary ? Fault.Proxy : Fault.Origin;

    /// <summary>The name at the beginning of a sentence.</summary>
    public string Subject => Name.StartsWith("a ", StringComparison.Ordinal) || Name.StartsWith("the ", StringComparison.Ordinal) ? char.ToUpperInvariant(Name[0]) + Name[1..] : Name;

    /// <summary>Who wrote an answer; null where nothing tells.</summary>
    public static Emitter? Of(Exchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        return EmitterReading.Of(exchange);
    }
}
