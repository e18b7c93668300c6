using System.Collections.Immutable;
using Countersign.Inspector.Checks;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector;

/// <summary>A recording with all that was found in it.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Findings">What was found, exchange by exchange, in the order of the catalogue.</param>
public sealed record Inspection(Recording Recording, ImmutableArray<Finding> Findings)
{
    /// <summary>Judges a recording by all checks.</summary>
    public static Inspection Of(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var view = new RecordingView(recording);
        var findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (var exchange in recording.Exchanges)
        {
            var traits = TraitsOf.Exchange(exchange);
            foreach (var check in CheckCatalogue.Exchanges)
            {
                if ((check.Needs & ~traits) == Traits.None)
                    findings.AddRange(check.Judge(exchange, view));
            }
        }

        return new(recording, findings.DrainToImmutable());
    }
}
