using System.Collections.Immutable;
using Countersign.Inspector.ApiDescriptions;
using Countersign.Inspector.Checks;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector;

/// <summary>A recording with all that was found in it.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Findings">What was found, exchange by exchange, in the order of the catalogue.</param>
public sealed record Inspection(Recording Recording, ImmutableArray<Finding> Findings)
{
    /// <summary>How many findings were accepted before, and are none of these.</summary>
    public int Accepted { get; init; }

    /// <summary>Judges a recording by all checks.</summary>
    public static Inspection Of(Recording recording) => Of(recording, api: null);

    /// <summary>Judges a recording by all checks, and by what the API says of itself.</summary>
    internal static Inspection Of(Recording recording, ApiDescription? api)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var view = new RecordingView(recording) { Api = api };
        var findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (var exchange in recording.Exchanges)
            findings.AddRange(CheckCatalogue.Judge(exchange, view));
        return new(recording, findings.DrainToImmutable());
    }
}
