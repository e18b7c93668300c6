using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Probes;

namespace Countersign.Inspector.Checks.Probes;

/// <summary>What probes were answered.</summary>
/// <param name="recording">The recording.</param>
internal sealed class ProbeMatrix(Recording recording)
{
    /// <summary>All of them.</summary>
    public ImmutableArray<ProbeResult> Results => recording.Probes;

    /// <summary>The first that was sent: what the matrix as a whole shows is said there.</summary>
    public int First { get; } = recording.Probes.Select(each => each.Exchange).FirstOrDefault(each => each is not null) ?? -1;

    /// <summary>Those that were answered, with their answers.</summary>
    public IEnumerable<(Probe Probe, Exchange Exchange)> Answered =>
        Results.Where(each => each.Exchange is not null).Select(each => (each.Probe, Exchange: recording.Exchanges[each.Exchange!.Value])).Where(each => each.Exchange.Response is not null);

    /// <summary>Those of a purpose with such credentials.</summary>
    public IEnumerable<(Probe Probe, Exchange Exchange)> All(ProbePurpose purpose, ProbeCredentials credentials) =>
        Answered.Where(each => each.Probe.Purpose == purpose && each.Probe.Credentials == credentials);

    /// <summary>The answer to whom asked for the resource with a method; null where nobody did.</summary>
    public Exchange? Access(ProbeCredentials credentials, string method = "GET") => All(ProbePurpose.Access, credentials).FirstOrDefault(each => each.Probe.Method == method).Exchange;

    /// <summary>The answer to strangers where it is a refusal: what probes find is measured by it.</summary>
    public Exchange? Refusal => Access(ProbeCredentials.None) is { Status: 401 or 403 } refusal ? refusal : null;

    /// <summary>Whether two answers have the same content, of which there is some.</summary>
    public static bool IsSame(Exchange? one, Exchange? other) =>
        one?.Response is { Content.IsEmpty: false } && other?.Response is not null && one.Response.Content.Octets.Span.SequenceEqual(other.Response.Content.Octets.Span);

    /// <summary>A status of success.</summary>
    public static bool IsIn(Exchange? exchange) => exchange?.Status is >= 200 and < 300;
}
