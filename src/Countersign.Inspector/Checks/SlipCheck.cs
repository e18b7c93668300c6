using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks;

/// <summary>Speaks of one thing that people and programs do to credentials by mistake. Of several at once the one is named that explains the others.</summary>
internal abstract class SlipCheck : CredentialsCheck
{
    private static readonly CredentialsSlip[] Order =
    [
        CredentialsSlip.Placeholder, CredentialsSlip.Empty, CredentialsSlip.DoubledScheme, CredentialsSlip.Parameter, CredentialsSlip.Quotes, CredentialsSlip.MissingScheme, CredentialsSlip.DoubledEncoding,
        CredentialsSlip.InnerWhitespace, CredentialsSlip.TrailingWhitespace,
    ];

    /// <summary>The slip.</summary>
    protected abstract CredentialsSlip Slip { get; }

    /// <summary>What is said of it.</summary>
    protected abstract string Say(PresentedCredentials presented);

    /// <summary>The slip that explains the others; null for none.</summary>
    public static CredentialsSlip? Gravest(PresentedCredentials presented)
    {
        foreach (var slip in Order)
        {
            // Two credentials in one field have a blank between them, too: credentials/syntax.
            if (presented.Slips.Contains(slip) && !(slip == CredentialsSlip.InnerWhitespace && presented.Faults.Any(fault => fault.Kind == "credentials-list")))
                return slip;
        }

        return null;
    }

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {
        if (Gravest(presented) == Slip && !SchemeNames.HasMark(presented.Scheme))
            yield return FoundIn(presented, exchange, Say(presented)) with { Changes = [.. Anew(presented, exchange, view)] };
    }
}
